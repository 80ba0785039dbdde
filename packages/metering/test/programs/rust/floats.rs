// Formats and parses floating point numbers, and integrates a function.
fn main() {
    let mut sum = 0.0_f64;
    for step in 0..20_000 {
        let x = step as f64 / 20_000.0;
        sum += (x * 12.9898).sin() * (1.0 + x).ln() / 20_000.0;
    }
    println!("{sum:.15} {:e} {}", sum.powf(0.3), f64::NAN.max(1.0));
    println!("{:?} {:?}", "1e-310".parse::<f64>(), (0.1_f32 + 0.2_f32, 1.0_f64 / 3.0));
}
