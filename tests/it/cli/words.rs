//! What can be typed, and what is printed without doing anything.

use super::Cairn;

const COMMANDS: [&[&str]; 10] = [
    &[],
    &["serve"],
    &["worker"],
    &["migrate"],
    &["demo"],
    &["schema"],
    &["doctor"],
    &["operator", "create"],
    &["audit", "verify"],
    &["operator"],
];

/// To be read as a whole when it changes.
#[tokio::test]
async fn every_command_explains_itself() {
    let mut all = String::new();
    for command in COMMANDS {
        let said = Cairn::default().run(&[command, &["--help"]].concat()).await;
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{command:?}");
        all.push_str(&format!("$ cairn {}\n\n{}\n", [command, &["--help"]].concat().join(" "), said.out));
    }
    let commands = Cairn::default().run(&["--help"]).await.out;
    let commands: Vec<&str> =
        commands.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty()).collect();
    for line in commands {
        let name = line.split_whitespace().next().expect("a name");
        assert!(name == "help" || all.contains(&format!("$ cairn {name} ")), "{name} is not looked at here");
    }
    insta::assert_snapshot!(all);
}

#[tokio::test]
async fn what_is_mistyped_is_met_with_the_nearest() {
    let said = Cairn::default().run(&[]).await;
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("To look around without setting anything up: cairn demo"), "{}", said.all());
    let said = Cairn::default().run(&["servee"]).await;
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("a similar subcommand exists: 'serve'"), "{}", said.all());
    let said = Cairn::default().run(&["migrate", "--chekc"]).await;
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--check"), "{}", said.all());
    let said = Cairn::default().run(&["operator", "create"]).await;
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--email <EMAIL>"), "{}", said.all());
}

#[tokio::test]
async fn what_is_generated_is_printed() {
    let committed = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        std::fs::read_to_string(path).expect("a committed file")
    };
    for (arguments, file) in [
        (&["schema"][..], "schema.graphql"),
        (&["schema", "--operator"], "operator.graphql"),
        (&["doctor", "--defaults"], "crates/server/src/config/defaults.toml"),
    ] {
        let said = Cairn::default().run(arguments).await;
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        assert!(said.out == committed(file), "{file}");
    }
    let said = Cairn::default().run(&["--version"]).await;
    assert_eq!(said.out.trim(), format!("cairn {}", env!("CARGO_PKG_VERSION")));
}
