// Panics: a message on standard error, then a trap.
fn main() {
    let numbers: Vec<u32> = std::env::args().map(|argument| argument.len() as u32).collect();
    println!("{}", numbers[numbers.len()]);
}
