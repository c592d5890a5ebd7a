//! Tells cargo that a release build carries the frontend's build, so that a new one is noticed; a debug build reads it where
//! it stands, which has to be there by then: what is compiled without the folder does not find it later either.

use std::path::Path;

const BUILD: &str = "../../frontend/dist";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={BUILD}");
    } else if Path::new("../../frontend").exists() {
        // Empty until the pages are built. Should it fail, the pages say that they are not built yet.
        let _ = std::fs::create_dir_all(BUILD);
    }
}
