//! Laying file and environment over the defaults, and refusing what the defaults do not know.

use std::path::PathBuf;

use toml::{Table, Value};

/// The defaults, which are also the documentation.
pub const DEFAULTS: &str = include_str!("defaults.toml");
const PREFIX: &str = "CAIRN__";

/// Where values may come from besides the defaults.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    pub file: Option<PathBuf>,
    /// Environment variables; others than `CAIRN__…` are ignored.
    pub environment: Vec<(String, String)>,
}

impl Sources {
    /// The environment of this process, and `file` or else what `CAIRN_CONFIG` names.
    #[must_use]
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let named = || std::env::var_os("CAIRN_CONFIG").filter(|named| !named.is_empty()).map(PathBuf::from);
        // A value that is no Unicode is refused by name further on, rather than overlooked.
        let environment = std::env::vars_os().map(|(name, value)| (lossy(name), lossy(value))).collect();
        Self { file: file.or_else(named), environment }
    }
}

fn lossy(text: std::ffi::OsString) -> String {
    text.to_string_lossy().into_owned()
}

/// The defaults with file and environment laid over them.
pub(super) fn merge(sources: &Sources) -> Result<Table, Vec<String>> {
    let mut table: Table =
        DEFAULTS.parse().map_err(|error: toml::de::Error| vec![format!("defaults.toml: {}", error.message())])?;
    let mut problems = Vec::new();
    if let Some(path) = &sources.file {
        let shown = path.display().to_string();
        match read(path) {
            Ok(file) => {
                for (section, value) in file {
                    lay_section(&mut table, &section, value, &shown, &mut problems);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    for (name, text) in &sources.environment {
        if let Some(key) = name.strip_prefix(PREFIX) {
            lay_variable(&mut table, name, &key.to_ascii_lowercase(), text, &mut problems);
        }
    }
    if problems.is_empty() { Ok(table) } else { Err(problems) }
}

fn read(path: &PathBuf) -> Result<Table, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: could not be read ({})", path.display(), error.kind()))?;
    text.parse().map_err(|error: toml::de::Error| {
        // The parser's own text shows the line, secrets and all.
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        format!("{}, line {line}: is not TOML ({})", path.display(), error.message())
    })
}

fn lay_section(table: &mut Table, section: &str, value: Value, source: &str, problems: &mut Vec<String>) {
    let Value::Table(values) = value else {
        problems.push(unknown(table, section, source));
        return;
    };
    if !table.contains_key(section) {
        let keys = values.keys().map(|key| format!("{section}.{key}"));
        problems.extend(keys.map(|key| unknown(table, &key, source)));
        return;
    }
    for (key, value) in values {
        let key = format!("{section}.{key}");
        match slot(table, &key) {
            None => problems.push(unknown(table, &key, source)),
            Some(slot) => match fit(slot, value) {
                Ok(value) => *slot = value,
                Err((wanted, got)) => problems.push(format!("{key} in {source}: must be {wanted}, and is {got}")),
            },
        }
    }
}

fn lay_variable(table: &mut Table, name: &str, key: &str, text: &str, problems: &mut Vec<String>) {
    let key = key.replacen("__", ".", 1);
    match slot(table, &key) {
        None => problems.push(unknown(table, &key, &format!("the environment ({name})"))),
        Some(slot) => match parse(slot, text) {
            Some(value) => *slot = value,
            None => problems.push(format!("{name} in the environment: must be {}", kind(slot))),
        },
    }
}

fn slot<'a>(table: &'a mut Table, key: &str) -> Option<&'a mut Value> {
    let (section, key) = key.split_once('.')?;
    table.get_mut(section)?.as_table_mut()?.get_mut(key)
}

/// A text becomes what the default is.
fn parse(default: &Value, text: &str) -> Option<Value> {
    let text = text.trim();
    Some(match default {
        Value::Integer(_) => Value::Integer(text.parse().ok()?),
        Value::Float(_) => Value::Float(text.parse().ok()?),
        Value::Boolean(_) => Value::Boolean(text.parse().ok()?),
        Value::Array(_) => {
            Value::Array(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect())
        }
        _ => Value::String(text.to_owned()),
    })
}

fn fit(default: &Value, value: Value) -> Result<Value, (&'static str, &'static str)> {
    match (default, value) {
        #[expect(clippy::cast_precision_loss, reason = "`1` for `1.0` is what people write")]
        (Value::Float(_), Value::Integer(whole)) => Ok(Value::Float(whole as f64)),
        (default, value) if default.same_type(&value) => Ok(value),
        (default, value) => Err((kind(default), kind(&value))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
        Value::String(_) | Value::Datetime(_) => "a text",
    }
}

fn unknown(table: &Table, key: &str, source: &str) -> String {
    let known = table.iter().flat_map(|(section, values)| {
        let keys = values.as_table().into_iter().flat_map(Table::keys);
        keys.map(move |key| format!("{section}.{key}"))
    });
    let closeness = |known: &String| strsim::jaro_winkler(known, key);
    let nearest = known.max_by(|a, b| closeness(a).total_cmp(&closeness(b))).filter(|known| closeness(known) > 0.7);
    let hint = nearest
        .map_or_else(|| "`cairn doctor --defaults` lists them all".to_owned(), |nearest| format!("did you mean {nearest}?"));
    format!("{key} in {source}: no such key; {hint}")
}
