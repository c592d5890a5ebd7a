//! Programs: planning them, waiting for them, going through them, leaving them.

mod answered;
mod bridge;
mod caseload;
mod contact;
mod dates;
mod death;
mod leaving;
mod line;
mod moves;
mod phases;
mod planning;
mod two_lines;
mod upgrade;
mod waiting;
