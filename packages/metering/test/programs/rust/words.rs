// Counts words with a hash map (whose seed comes from random_get), reads and writes files, prints in the map's own order.
use std::collections::HashMap;
use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("standard input is text");
    text.push_str(&std::fs::read_to_string("/in/top.txt").expect("the input is there"));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    for (word, count) in &counts {
        println!("{word} {count}");
    }
    let names: Vec<_> = std::fs::read_dir("/in").unwrap().map(|entry| entry.unwrap().file_name()).collect();
    std::fs::create_dir_all("/out/deep/er").unwrap();
    std::fs::write("/out/deep/er/names.txt", format!("{names:?} {:?}", std::time::SystemTime::now())).unwrap();
}
