//! Where things stand that are stacked in columns and joined from column to column: an order that crosses few lines,
//! then heights that keep the lines level. Pure geometry: knows neither words nor SVG.

/// Things in columns, and the lines between neighbouring columns.
pub(super) struct Layers {
    /// Height of each thing, per column.
    pub(super) heights: Vec<Vec<f64>>,
    /// Lines: the column on the left, the thing in it, the thing in the column to the right of it.
    pub(super) edges: Vec<Edge>,
    /// Least room between two things.
    pub(super) gap: f64,
}

/// A line from a thing in one column to a thing in the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    /// The column on the left.
    pub(super) column: usize,
    /// The thing on the left.
    pub(super) from: usize,
    /// The thing on the right.
    pub(super) to: usize,
}

/// Per column and thing, a number.
type Grid = Vec<Vec<f64>>;

impl Layers {
    /// The top of each thing, per column, and the height of the whole.
    pub(super) fn tops(&self) -> (Grid, f64) {
        let order = self.order();
        let totals = self.heights.iter().map(|column| {
            let things: f64 = column.iter().sum();
            things + self.gap * column.len().saturating_sub(1) as f64
        });
        let totals: Vec<f64> = totals.collect();
        let height = totals.iter().copied().fold(0.0, f64::max);
        let mut tops: Grid = self.heights.iter().map(|column| vec![0.0; column.len()]).collect();
        for (column, things) in order.iter().enumerate() {
            let mut top = (height - totals[column]) / 2.0;
            for &thing in things {
                tops[column][thing] = top;
                top += self.heights[column][thing] + self.gap;
            }
        }
        // Each round halves what is left to move, more or less; after so many a level line is level.
        for _ in 0..32 {
            for (column, things) in order.iter().enumerate() {
                self.level(column, things, height - totals[column], &mut tops);
            }
        }
        (tops, height)
    }

    /// Moves the things of a column as near as they can come to the middle of what they are joined to, without
    /// changing their order: an isotonic regression (pool adjacent violators), kept within the picture.
    fn level(&self, column: usize, order: &[usize], room: f64, tops: &mut Grid) {
        let middle = |column: usize, thing: usize| tops[column][thing] + self.heights[column][thing] / 2.0;
        // Each pool is (sum of wishes, number of things): things that push each other stand at their mean.
        let mut pools: Vec<(f64, usize)> = Vec::new();
        let mut above = 0.0;
        for &thing in order {
            let joined: Vec<f64> =
                self.neighbours(column, thing).map(|(column, other)| middle(column, other)).collect();
            let wish = if joined.is_empty() { middle(column, thing) } else { mean(&joined) };
            let mut pool = (wish - self.heights[column][thing] / 2.0 - above, 1);
            while let Some(&(sum, count)) = pools.last() {
                if sum / count as f64 <= pool.0 / pool.1 as f64 {
                    break;
                }
                pool = (pool.0 + sum, pool.1 + count);
                pools.pop();
            }
            pools.push(pool);
            above += self.heights[column][thing] + self.gap;
        }
        let shifts = pools.iter().flat_map(|&(sum, count)| std::iter::repeat_n(sum / count as f64, count));
        let mut above = 0.0;
        for (&thing, shift) in order.iter().zip(shifts) {
            tops[column][thing] = above + shift.clamp(0.0, room.max(0.0));
            above += self.heights[column][thing] + self.gap;
        }
    }

    fn neighbours(&self, column: usize, thing: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.edges.iter().filter_map(move |edge| {
            if edge.column == column && edge.from == thing {
                Some((column + 1, edge.to))
            } else if edge.column + 1 == column && edge.to == thing {
                Some((edge.column, edge.from))
            } else {
                None
            }
        })
    }

    /// The things of each column from top to bottom: as given, unless a sweep from left to right or back, in which
    /// each thing goes to the mean place of its neighbours, leaves fewer crossings.
    fn order(&self) -> Vec<Vec<usize>> {
        let mut order: Vec<Vec<usize>> = self.heights.iter().map(|column| (0..column.len()).collect()).collect();
        let (mut best, mut fewest) = (order.clone(), self.crossings(&order));
        for sweep in 0..8 {
            let rightward = sweep % 2 == 0;
            let columns: Vec<usize> =
                if rightward { (1..order.len()).collect() } else { (0..order.len().saturating_sub(1)).rev().collect() };
            for column in columns {
                let fixed = if rightward { column - 1 } else { column + 1 };
                let place = ranks(&order[fixed]);
                let own = ranks(&order[column]);
                let scale = order[fixed].len() as f64 / order[column].len().max(1) as f64;
                let key = |thing: usize| {
                    let neighbours = self.neighbours(column, thing).filter(|&(side, _)| side == fixed);
                    let places: Vec<f64> = neighbours.map(|(_, other)| place[other]).collect();
                    if places.is_empty() { own[thing] * scale } else { mean(&places) }
                };
                let keys: Vec<f64> = (0..own.len()).map(key).collect();
                order[column].sort_by(|&a, &b| keys[a].total_cmp(&keys[b]));
            }
            let crossings = self.crossings(&order);
            if crossings < fewest {
                (best, fewest) = (order.clone(), crossings);
            }
        }
        best
    }

    fn crossings(&self, order: &[Vec<usize>]) -> usize {
        let places: Vec<Vec<f64>> = order.iter().map(|column| ranks(column)).collect();
        let ends = |edge: &Edge| (places[edge.column][edge.from], places[edge.column + 1][edge.to]);
        let pairs = self.edges.iter().enumerate().flat_map(|(i, a)| self.edges[i + 1..].iter().map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| {
                let ((a_from, a_to), (b_from, b_to)) = (ends(a), ends(b));
                a.column == b.column && (a_from - b_from) * (a_to - b_to) < 0.0
            })
            .count()
    }
}

/// The place of each thing in an order.
fn ranks(order: &[usize]) -> Vec<f64> {
    let mut ranks = vec![0.0; order.len()];
    for (rank, &thing) in order.iter().enumerate() {
        ranks[thing] = rank as f64;
    }
    ranks
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}
