//! The one binary, as a library: configuration, command line, telemetry, adapters and embedded services.

pub mod embedded;
