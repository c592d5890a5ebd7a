#[path = "../it"]
mod it {
    pub mod cli;
    pub mod config;
    pub mod documents;
    pub mod scanner;
}
use it::documents;
