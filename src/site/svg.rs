//! stub
pub struct Column {
    pub heading: String,
    pub nodes: Vec<Node>,
}
#[derive(PartialEq)]
pub enum State {
    Plain,
    Absent,
    Reversed,
}
pub struct Node {
    pub key: String,
    pub label: String,
    pub state: State,
    pub state_label: String,
    pub href: Option<String>,
    pub weight: u32,
}
pub enum Effect {
    Works,
    Mixed,
    Fails,
    Unknown,
}
pub struct Link {
    pub from: (usize, usize),
    pub to: (usize, usize),
    pub effect: Effect,
    pub weight: u32,
}
pub struct Chain {
    pub title: String,
    pub description: String,
    pub id: String,
    pub columns: [Column; 4],
    pub links: Vec<Link>,
}
pub fn chain(_c: &Chain) -> String {
    "<svg></svg>".into()
}
pub struct Bar {
    pub label: String,
    pub count: u64,
    pub of: Option<u64>,
    pub value_label: String,
}
pub struct Results {
    pub title: String,
    pub description: String,
    pub id: String,
    pub rows: Vec<Bar>,
}
pub fn results(_r: &Results) -> String {
    "<svg></svg>".into()
}
