//! One table, for the terminal and for `target/bench.md`.

use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::Result;

use crate::load::Load;
use crate::setting::Setting;

#[derive(Default)]
pub struct Report {
    rows: Vec<[String; 6]>,
    notes: Vec<String>,
    /// What must never be: shown, and the run fails.
    pub wrong: Vec<String>,
}

/// The middle of several measurements, which shrugs at one disturbed by the machine.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn met(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

impl Report {
    /// Ours beside the peer's, in things per second.
    pub fn pair(&mut self, what: &str, ours: f64, theirs: f64, target: f64) {
        let ratio = ours / theirs.max(0.001);
        self.row(
            what,
            format!("{ours:.0}/s"),
            format!("{theirs:.0}/s"),
            format!("{ratio:.2}"),
            format!("≥ {target}"),
            ratio >= target,
        );
    }

    /// Two times in milliseconds that should be the same.
    pub fn alike(&mut self, what: &str, one: f64, other: f64, target: RangeInclusive<f64>) {
        let ratio = one / other.max(0.001);
        self.row(
            what,
            format!("{one:.2} ms"),
            format!("{other:.2} ms"),
            format!("{ratio:.3}"),
            format!("{} to {}", target.start(), target.end()),
            target.contains(&ratio),
        );
    }

    /// One figure that stands for itself.
    pub fn single(&mut self, what: &str, value: String, target: &str, reached: bool) {
        self.row(what, value, String::new(), String::new(), target.to_owned(), reached);
    }

    /// A figure without a target.
    pub fn figure(&mut self, what: &str, value: String) {
        self.rows.push([what.to_owned(), value, String::new(), String::new(), String::new(), String::new()]);
    }

    fn row(&mut self, what: &str, ours: String, theirs: String, ratio: String, target: String, reached: bool) {
        self.rows.push([what.to_owned(), ours, theirs, ratio, target, met(reached)]);
    }

    pub fn latency(&mut self, what: &str, load: &mut Load, theirs: f64) {
        let (half, most) = (load.percentile(0.5), load.percentile(0.99));
        let theirs = if theirs > 0.0 { format!("mean {theirs:.1} ms") } else { String::new() };
        self.rows.push([
            what.to_owned(),
            format!("p50 {half:.1}, p99 {most:.1} ms"),
            theirs,
            String::new(),
            String::new(),
            String::new(),
        ]);
    }

    /// Answers that nobody expected.
    pub fn errors(&mut self, what: &str, load: &Load) {
        if load.bad > 0 {
            let shown: String = load.complaint.iter().flat_map(|text| text.chars()).take(600).collect();
            self.wrong.push(format!("{what}: {} of {} answers are wrong, such as: {shown}", load.bad, load.bad + load.good));
        }
    }

    pub fn note(&mut self, title: &str, text: &str) {
        self.notes.push(format!("## {title}\n\n```\n{text}\n```\n"));
    }

    pub fn table(&self) -> String {
        let head = ["what", "Cairn", "pgbench, same SQL", "ratio", "target", "met"].map(str::to_owned);
        let widths: Vec<usize> = (0..head.len())
            .map(|column| self.rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        let line = |row: &[String; 6]| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:<width$} "));
            format!("|{}|\n", cells.collect::<Vec<_>>().join("|"))
        };
        let rule = widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("|");
        let body: String = self.rows.iter().map(line).collect();
        format!("{}|{rule}|\n{body}", line(&head))
    }

    /// Prints it, and leaves it in the target folder.
    pub fn publish(&self, setting: &Setting, build: &str, file: &Path) -> Result<()> {
        let Setting { centers, people, sessions, seconds, rounds, .. } = setting;
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let about = format!(
            "{centers} centers × {people} people × {sessions} sessions; {rounds} × {seconds} s each, in turn, medians; {build} build;\n\
             client, server and database together on {cores} cores. Only ratios from one run compare."
        );
        let wrong: String = self.wrong.iter().map(|wrong| format!("WRONG: {wrong}\n")).collect();
        let text = format!("{about}\n\n{}\n{wrong}", self.table());
        println!("\n{text}");
        std::fs::write(file, format!("# Bench\n\n{text}\n{}", self.notes.join("\n")))?;
        println!("Also in {}", file.display());
        Ok(())
    }
}
