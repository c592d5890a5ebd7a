//! Log lines, traces and metrics, and the allow-list that all three pass through.
//!
//! The people in this system are protected by not being mentioned: what is not in [`allow`]'s table, or not of its
//! kind, goes nowhere. Text of other crates' log lines is withheld as well; they like to quote what they work on.

pub mod allow;
mod faults;
mod lines;
mod spans;

use std::{io::IsTerminal, time::Duration};

use anyhow::{Context, Result};
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    metrics::{Instrument, PeriodicReader, SdkMeterProvider, Stream},
    trace::{Sampler, SdkTracerProvider},
};
use tracing::{Dispatch, Level};
use tracing_opentelemetry::MetricsLayer;
use tracing_subscriber::{Layer, filter::Targets, fmt::MakeWriter, layer::SubscriberExt, registry::Registry};

use crate::config::{LogFormat, LogLevel, Telemetry as Settings};
use lines::Lines;
use spans::Allowed;

const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);
/// The names of our own crates begin with it.
const OURS: &str = "cairn";

/// Holds the exporters; [`Telemetry::shutdown`] sends what is still waiting.
#[derive(Debug, Default)]
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
    metrics: Option<SdkMeterProvider>,
}

impl Telemetry {
    /// Sends what is waiting and stops. Blocks for up to five seconds: call it outside the async runtime.
    pub fn shutdown(self) {
        // A collector that is gone must not keep a process from ending.
        if let Some(traces) = self.traces {
            let _ = traces.shutdown_with_timeout(EXPORT_TIMEOUT);
        }
        if let Some(metrics) = self.metrics {
            let _ = metrics.shutdown_with_timeout(EXPORT_TIMEOUT);
        }
    }
}

/// Sets up telemetry for the whole process, panics included. Call it before the async runtime is built: the exporters
/// have threads and blocking clients of their own.
///
/// # Errors
/// When an exporter cannot be built, or telemetry is set up already.
pub fn install(settings: &Settings) -> Result<Telemetry> {
    let colors = settings.log_format == LogFormat::Pretty && std::io::stderr().is_terminal();
    let (dispatch, telemetry) = build(settings, std::io::stderr, colors)?;
    tracing::dispatcher::set_global_default(dispatch).context("telemetry is set up twice")?;
    panics();
    Ok(telemetry)
}

/// What [`install`] installs, writing log lines to `writer`: for tests.
///
/// # Errors
/// When an exporter cannot be built.
pub fn build<W>(settings: &Settings, writer: W, colors: bool) -> Result<(Dispatch, Telemetry)>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let level = level(settings.log_level);
    let logged = Targets::new().with_target(OURS, level).with_default(level.min(Level::WARN));
    let lines = Lines::new(settings.log_format, colors, writer).with_filter(logged);
    let telemetry = match &settings.otlp_endpoint {
        Some(endpoint) => exporters(settings, endpoint.trim_end_matches('/'))?,
        None => Telemetry::default(),
    };
    let ours = || Targets::new().with_target(OURS, Level::TRACE);
    let traces = telemetry.traces.as_ref().map(|provider| {
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("cairn"));
        let layer = layer.with_location(false).with_threads(false).with_target(false).with_level(false);
        layer.with_tracked_inactivity(false).with_filter(Targets::new().with_target(OURS, Level::DEBUG))
    });
    let metrics = telemetry.metrics.as_ref().map(|provider| MetricsLayer::new(provider.clone()).with_filter(ours()));
    let subscriber = Registry::default().with(lines).with(traces).with(metrics);
    Ok((Dispatch::new(subscriber), telemetry))
}

fn exporters(settings: &Settings, endpoint: &str) -> Result<Telemetry> {
    let resource = || {
        // Built from nothing: the detectors would add host names and command lines.
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        Resource::builder_empty().with_service_name("cairn").with_attribute(version).build()
    };
    let spans = SpanExporter::builder().with_http().with_endpoint(format!("{endpoint}/v1/traces")).with_timeout(EXPORT_TIMEOUT);
    let spans = spans.build().context("the exporter of traces could not be built")?;
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.trace_sampling)));
    let traces =
        SdkTracerProvider::builder().with_batch_exporter(Allowed(spans)).with_sampler(sampler).with_resource(resource()).build();
    let numbers =
        MetricExporter::builder().with_http().with_endpoint(format!("{endpoint}/v1/metrics")).with_timeout(EXPORT_TIMEOUT);
    let numbers = numbers.build().context("the exporter of metrics could not be built")?;
    let reader = PeriodicReader::builder(numbers).with_interval(Duration::from_secs(settings.metrics_seconds)).build();
    let metrics = SdkMeterProvider::builder().with_reader(reader).with_resource(resource()).with_view(words_only).build();
    Ok(Telemetry { traces: Some(traces), metrics: Some(metrics) })
}

/// A metric keeps only attributes with few values; ids would make a series each.
fn words_only(_: &Instrument) -> Option<Stream> {
    Stream::builder().with_allowed_attribute_keys(allow::words().map(Into::into)).build().ok()
}

fn level(level: LogLevel) -> Level {
    match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    }
}

/// A panic tells where, never what: its text may hold whatever was being worked on.
fn panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "somewhere".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        tracing::error!(place, "a panic; its text is withheld");
    }));
}
