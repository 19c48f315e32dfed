// What works for whom?
