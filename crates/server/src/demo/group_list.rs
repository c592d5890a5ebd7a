//! The invented peer groups of `cairn demo`.

use cairn_domain::groups::{AccessFact, GroupAccess, GroupAudience, GroupFormat, GroupPathway, MeetingMode};
use jiff::civil::Weekday;

/// When a group meets.
pub(super) enum Rhythm {
    /// Today, or tomorrow when the hour has passed, and every week from then: somebody who looks in finds it close.
    Soon(i8),
    /// Every day at the next half hour from now: its doors are about to open.
    Doors,
    Weekly(Weekday, i8),
    Twice(Weekday, Weekday, i8),
}

pub(super) struct SeedGroup {
    /// Of which center.
    pub slug: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    pub access: GroupAccess,
    pub format: GroupFormat,
    pub mode: MeetingMode,
    pub language: &'static str,
    pub audience: &'static [GroupAudience],
    pub pathways: &'static [GroupPathway],
    pub facts: &'static [AccessFact],
    pub capacity: Option<i32>,
    pub rhythm: Rhythm,
    pub minutes: i32,
    /// Hours between two meetings of theirs.
    pub rest_hours: i32,
    /// Which of the center's staff, under which alias; the first holds it as a rule.
    pub holders: &'static [(usize, &'static str)],
    /// Which of the center's clients, under which alias.
    pub members: &'static [(usize, &'static str)],
    /// Who says what, hours ago.
    pub chat: &'static [(usize, i64, &'static str)],
    pub public: Option<&'static str>,
}

const EVERYBODY: SeedGroup = SeedGroup {
    slug: "",
    name: "",
    about: "",
    access: GroupAccess::Open,
    format: GroupFormat::Discussion,
    mode: MeetingMode::Online,
    language: "en",
    audience: &[],
    pathways: &[],
    facts: &[],
    capacity: None,
    rhythm: Rhythm::Doors,
    minutes: 60,
    rest_hours: 12,
    holders: &[],
    members: &[],
    chat: &[],
    public: None,
};

pub(super) const GROUPS: &[SeedGroup] = &[
    SeedGroup {
        slug: "harbor-light",
        name: "Evening circle",
        about: "An hour to land after the day. Whoever wants to speak does, in turn; whoever does not, listens. New people are welcome at any time.",
        format: GroupFormat::RoundRobin,
        mode: MeetingMode::Hybrid,
        facts: &[AccessFact::Wheelchair, AccessFact::HearingLoop, AccessFact::NearTransit],
        capacity: Some(14),
        rhythm: Rhythm::Soon(19),
        holders: &[(1, "Marcus"), (0, "Dana")],
        members: &[(0, "River"), (1, "Birch"), (2, "Maple"), (4, "Wren"), (5, "Finch"), (6, "Cedar"), (8, "Moss"), (9, "Sunny")],
        chat: &[
            (6, 30, "Thank you for last time. I slept the whole night."),
            (0, 29, "That made my morning, Cedar."),
            (2, 6, "Is the side door open again? The front one was locked last week."),
            (8, 5, "Yes, and there is a light over it now."),
        ],
        public: Some("evening-circle"),
        ..EVERYBODY
    },
    SeedGroup {
        slug: "harbor-light",
        name: "Open door",
        about: "Half an hour, every day, online. One word each on how it is, and then whatever is needed.",
        format: GroupFormat::CheckIn,
        minutes: 30,
        holders: &[(2, "Imani"), (1, "Marcus")],
        members: &[(0, "Ana from the coast"), (6, "Jay"), (7, "Kas"), (11, "Fay")],
        ..EVERYBODY
    },
    SeedGroup {
        slug: "harbor-light",
        name: "Women walking",
        about: "We meet at the center and walk by the water when the weather lets us. Small on purpose.",
        access: GroupAccess::Closed,
        format: GroupFormat::OpenEnded,
        mode: MeetingMode::InPerson,
        audience: &[GroupAudience::Women],
        facts: &[AccessFact::Childcare, AccessFact::QuietSpace],
        capacity: Some(8),
        rhythm: Rhythm::Weekly(Weekday::Thursday, 17),
        minutes: 90,
        holders: &[(2, "Imani")],
        members: &[(2, "Lark"), (11, "Olive"), (13, "Juniper")],
        ..EVERYBODY
    },
    SeedGroup {
        slug: "harbor-light",
        name: "Caminos",
        about: "Un grupo en español para hablar de la semana, de la familia y de lo que ayuda.",
        format: GroupFormat::Topic,
        language: "es",
        rhythm: Rhythm::Weekly(Weekday::Saturday, 10),
        holders: &[(0, "Dana")],
        members: &[(3, "Roble"), (10, "Mar")],
        ..EVERYBODY
    },
    SeedGroup {
        slug: "harbor-light",
        name: "Steps at noon",
        about: "One step a week, read aloud and talked through.",
        format: GroupFormat::StepStudy,
        mode: MeetingMode::InPerson,
        pathways: &[GroupPathway::TwelveStep],
        rhythm: Rhythm::Weekly(Weekday::Wednesday, 12),
        holders: &[(1, "Marcus")],
        members: &[(4, "Wren D"), (7, "Kas"), (12, "Oli")],
        public: Some("steps-at-noon"),
        ..EVERYBODY
    },
    SeedGroup {
        slug: "harbor-light",
        name: "Morning table",
        about: "Tea and an hour before the day begins. Five chairs, so that everybody is heard.",
        mode: MeetingMode::InPerson,
        facts: &[AccessFact::Wheelchair, AccessFact::AccessibleBathroom, AccessFact::NearTransit],
        capacity: Some(5),
        rhythm: Rhythm::Twice(Weekday::Monday, Weekday::Thursday, 8),
        rest_hours: 2,
        holders: &[(1, "Marcus")],
        // Whoever comes after the fifth is in line.
        members: &[(12, "Oak"), (13, "Willow"), (10, "Tule"), (7, "Kite"), (9, "Plum"), (1, "Heath")],
        ..EVERYBODY
    },
    SeedGroup {
        slug: "sierra-commons",
        name: "Atardecer",
        about: "Cerrar el día en compañía: una ronda corta, sin consejos.",
        format: GroupFormat::RoundRobin,
        language: "es",
        rhythm: Rhythm::Soon(18),
        holders: &[(0, "Joaquín")],
        members: &[(0, "Luna"), (1, "Pino"), (2, "Nube")],
        chat: &[(0, 20, "Gracias por escucharme ayer."), (1, 19, "Aquí estamos.")],
        ..EVERYBODY
    },
    SeedGroup {
        slug: "sierra-commons",
        name: "Mountain morning",
        about: "Coffee, ten quiet minutes, and a round.",
        format: GroupFormat::Meditation,
        pathways: &[GroupPathway::Mindfulness, GroupPathway::Secular],
        rhythm: Rhythm::Weekly(Weekday::Sunday, 9),
        holders: &[(1, "Beth")],
        members: &[(3, "Sky"), (4, "Granite"), (5, "Haneul")],
        ..EVERYBODY
    },
];
