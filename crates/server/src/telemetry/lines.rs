//! Log lines.

use std::{
    fmt::{self, Write as _},
    io::Write as _,
};

use cairn_domain::clock::Clock;
use serde_json::{Map, Value};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, fmt::MakeWriter, layer::Context, registry::LookupSpan};

use super::{OURS, allow, faults};
use crate::config::LogFormat;

/// Writes one line per event, with the allowed fields of the event and of the spans around it.
pub(super) struct Lines<W> {
    format: LogFormat,
    colors: bool,
    writer: W,
    clock: Clock,
}

impl<W> Lines<W> {
    pub(super) fn new(format: LogFormat, colors: bool, writer: W) -> Self {
        Self { format, colors, writer, clock: Clock::System }
    }
}

/// What was allowed of an event or a span.
#[derive(Default)]
struct Fields {
    message: Option<String>,
    values: Map<String, Value>,
    is_metric: bool,
}

impl Fields {
    fn put(&mut self, field: &Field, value: Value) {
        self.values.insert(field.name().to_owned(), value);
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message = Some(value.to_owned());
        } else if allow::text(field.name(), value) {
            self.put(field, value.into());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Also what was given with `%`: tracing passes Display values this way.
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.put(field, faults::describe(value).into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.number(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.number(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.number(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if allow::flag(field.name()) {
            self.put(field, value.into());
        }
    }
}

impl Fields {
    fn number(&mut self, field: &Field, value: Value) {
        let name = field.name();
        self.is_metric |=
            ["monotonic_counter.", "counter.", "histogram.", "gauge."].iter().any(|metric| name.starts_with(metric));
        if allow::number(name) {
            self.put(field, value);
        }
    }
}

impl<S, W> Layer<S> for Lines<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            record.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if fields.is_metric {
            return;
        }
        let mut values = Map::new();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(around) = span.extensions().get::<Fields>() {
                values.extend(around.values.clone());
            }
        }
        values.append(&mut fields.values);
        let meta = event.metadata();
        let message = if meta.target().starts_with(OURS) {
            fields.message.unwrap_or_default()
        } else {
            let place = meta.line().map_or(String::new(), |line| format!(", line {line}"));
            format!("(its text is withheld{place})")
        };
        let line = match self.format {
            LogFormat::Json => self.json(*meta.level(), meta.target(), &message, values),
            LogFormat::Pretty => self.pretty(*meta.level(), meta.target(), &message, &values),
        };
        // Nobody is left to tell when stderr is gone.
        let _ = self.writer.make_writer_for(meta).write_all(line.as_bytes());
    }
}

impl<W> Lines<W> {
    fn json(&self, level: Level, target: &str, message: &str, values: Map<String, Value>) -> String {
        let mut line = Map::new();
        line.insert("at".to_owned(), self.clock.now().to_string().into());
        line.insert("level".to_owned(), level.as_str().to_ascii_lowercase().into());
        line.insert("target".to_owned(), target.into());
        line.insert("message".to_owned(), message.into());
        line.extend(values);
        format!("{}\n", Value::Object(line))
    }

    fn pretty(&self, level: Level, target: &str, message: &str, values: &Map<String, Value>) -> String {
        let (color, dim, end) = match (self.colors, level) {
            (false, _) => ("", "", ""),
            (true, Level::ERROR) => ("\x1b[31m", "\x1b[2m", "\x1b[0m"),
            (true, Level::WARN) => ("\x1b[33m", "\x1b[2m", "\x1b[0m"),
            (true, _) => ("\x1b[32m", "\x1b[2m", "\x1b[0m"),
        };
        let at = self.clock.now().strftime("%H:%M:%S%.3fZ");
        let mut line = format!("{dim}{at}{end} {color}{:<5}{end} {message}", level.as_str());
        for (name, value) in values {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            // Writing to a String cannot fail.
            let _ = write!(line, " {dim}{name}={end}{value}");
        }
        if !target.starts_with(OURS) {
            let _ = write!(line, " {dim}[{target}]{end}");
        }
        line.push('\n');
        line
    }
}
