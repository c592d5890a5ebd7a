//! Two centers that never were, and the people in them.

use cairn_domain::actor::Role;
use cairn_domain::language::Locale;

pub struct SeedCenter {
    pub name: &'static str,
    pub slug: &'static str,
    pub zone: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
    pub help_phone: &'static str,
    pub help_hours: &'static str,
    /// What they are called, and after which template they are made.
    pub programs: &'static [(&'static str, &'static str)],
    pub admin: SeedPerson,
    pub staff: &'static [SeedStaff],
    pub clients: &'static [SeedClient],
}

pub struct SeedPerson {
    pub name: &'static str,
    pub email: &'static str,
    pub pronouns: Option<&'static str>,
    pub locale: Locale,
}

pub struct SeedStaff {
    pub person: SeedPerson,
    pub roles: &'static [Role],
    /// Weekday ranges in minutes since midnight; empty: sees no clients.
    pub hours: &'static [(i8, i16, i16)],
    pub room: &'static str,
    pub link: &'static str,
}

pub struct SeedClient {
    pub person: SeedPerson,
    /// Index into `staff`; [`NOBODY`]: nobody at first.
    pub counselor: usize,
    /// Index into `programs`; [`NOWHERE`]: none at first.
    pub program: usize,
    /// Where they live, when not in the center's zone.
    pub zone: Option<&'static str>,
}

/// No index of anybody.
pub const NOBODY: usize = usize::MAX;
pub const NOWHERE: usize = usize::MAX;

const fn person(name: &'static str, email: &'static str, pronouns: Option<&'static str>, locale: Locale) -> SeedPerson {
    SeedPerson { name, email, pronouns, locale }
}

const fn client(
    name: &'static str,
    email: &'static str,
    pronouns: Option<&'static str>,
    locale: Locale,
    counselor: usize,
    program: usize,
) -> SeedClient {
    SeedClient { person: person(name, email, pronouns, locale), counselor, program, zone: None }
}

const FULL_WEEK: &[(i8, i16, i16)] = &[
    (1, 540, 720),
    (1, 780, 1020),
    (2, 540, 720),
    (2, 780, 1020),
    (3, 540, 720),
    (3, 780, 1020),
    (4, 540, 720),
    (4, 780, 1020),
    (5, 540, 780),
];
const EVENINGS: &[(i8, i16, i16)] = &[(1, 720, 1200), (2, 720, 1200), (3, 720, 1200), (4, 720, 1200), (6, 600, 840)];
const MORNINGS: &[(i8, i16, i16)] = &[(1, 480, 780), (2, 480, 780), (3, 480, 780), (4, 480, 780), (5, 480, 780)];

pub const CENTERS: &[SeedCenter] = &[
    SeedCenter {
        name: "Harbor Light Center",
        slug: "harbor-light",
        zone: "America/New_York",
        phone: "+1 207 555 0140",
        address: "41 Wharf Street, Portland",
        help_phone: "+1 207 555 0199",
        help_hours: "Every day, 8 AM to 10 PM",
        programs: &[("Outpatient", "outpatient"), ("Evening program", "intensive_outpatient"), ("Aftercare", "aftercare")],
        admin: person("Robin Hale", "robin@harbor.example", Some("they/them"), Locale::En),
        staff: &[
            SeedStaff {
                person: person("Dana Reyes", "dana@harbor.example", Some("she/her"), Locale::En),
                roles: &[Role::Counselor],
                hours: FULL_WEEK,
                room: "Room 3, second floor",
                link: "https://meet.example/harbor-dana",
            },
            SeedStaff {
                person: person("Marcus Whitfield", "marcus@harbor.example", Some("he/him"), Locale::En),
                roles: &[Role::Counselor],
                hours: EVENINGS,
                room: "Room 5, by the garden",
                link: "https://meet.example/harbor-marcus",
            },
            SeedStaff {
                person: person("Imani Okoye", "imani@harbor.example", Some("she/her"), Locale::En),
                roles: &[Role::Counselor],
                hours: MORNINGS,
                room: "Room 1",
                link: "https://meet.example/harbor-imani",
            },
            SeedStaff {
                person: person("Helen Strand", "helen@harbor.example", None, Locale::En),
                roles: &[Role::Supervisor],
                hours: &[],
                room: "",
                link: "",
            },
        ],
        clients: &[
            client("Ana Ruiz", "ana@mail.example", Some("she/her"), Locale::En, 0, 0),
            client("Theo Lindqvist", "theo@mail.example", Some("he/him"), Locale::En, 0, 0),
            client("Priya Nair", "priya@mail.example", Some("she/her"), Locale::En, 0, 2),
            client("Luis Ángel Ferrer", "luis@mail.example", None, Locale::Es, 0, 0),
            client("Wren Delacroix", "wren@mail.example", Some("they/them"), Locale::En, 0, 2),
            client("Sean O’Malley", "sean@mail.example", None, Locale::En, 0, 0),
            client("Jamal Freeman", "jamal@mail.example", Some("he/him"), Locale::En, 1, 1),
            client("Katarzyna Wójcik", "kasia@mail.example", None, Locale::En, 1, 1),
            client("Noah Bergström", "noah@mail.example", Some("he/him"), Locale::En, 1, 1),
            SeedClient {
                person: person("Grace Tanaka", "grace@mail.example", Some("she/her"), Locale::En),
                counselor: 1,
                program: 2,
                zone: Some("America/Chicago"),
            },
            client("Mateo Quispe", "mateo@mail.example", None, Locale::Es, 2, 0),
            client("Fatima El-Sayed", "fatima@mail.example", Some("she/her"), Locale::En, 2, 0),
            client("Oliver Brandt", "oliver@mail.example", None, Locale::En, 2, 2),
            client("Nia Campbell", "nia@mail.example", Some("she/her"), Locale::En, 2, 0),
            client("Ruth Adeyemi", "ruth@mail.example", Some("she/her"), Locale::En, NOBODY, NOWHERE),
            client("Yara Mansour", "yara@mail.example", Some("she/her"), Locale::En, NOBODY, NOWHERE),
            client("Milo Kessler", "milo@mail.example", Some("he/him"), Locale::En, NOBODY, NOWHERE),
        ],
    },
    SeedCenter {
        name: "Sierra Commons",
        slug: "sierra-commons",
        zone: "America/Los_Angeles",
        phone: "+1 530 555 0112",
        address: "7 Alder Lane, Truckee",
        help_phone: "+1 530 555 0177",
        help_hours: "Monday to Friday, 7 AM to 7 PM",
        programs: &[("Day program", "partial_hospitalization"), ("Staying connected", "recovery_support")],
        admin: person("Elena Castillo", "elena@sierra.example", Some("ella"), Locale::Es),
        staff: &[
            SeedStaff {
                person: person("Joaquín Robles", "joaquin@sierra.example", Some("él"), Locale::Es),
                roles: &[Role::Counselor],
                hours: FULL_WEEK,
                room: "Sala del pino",
                link: "https://meet.example/sierra-joaquin",
            },
            SeedStaff {
                person: person("Beth Harlow", "beth@sierra.example", Some("she/her"), Locale::En),
                roles: &[Role::Counselor],
                hours: MORNINGS,
                room: "Cedar room",
                link: "https://meet.example/sierra-beth",
            },
        ],
        clients: &[
            client("Rosa María Ibarra", "rosa@mail.example", None, Locale::Es, 0, 0),
            client("Diego Salcedo", "diego@mail.example", Some("él"), Locale::Es, 0, 0),
            client("Camila Duarte", "camila@mail.example", None, Locale::Es, 0, 1),
            // The same address as at the other center: two members that nothing links.
            client("Ana R.", "ana@mail.example", None, Locale::En, 1, 1),
            client("Tyler Beck", "tyler@mail.example", Some("he/him"), Locale::En, 1, 0),
            client("Soo-jin Park", "soojin@mail.example", Some("she/her"), Locale::En, 1, 0),
            client("Leila Haddad", "leila@mail.example", None, Locale::En, 1, 1),
            client("Andre Fontaine", "andre@mail.example", Some("he/him"), Locale::En, NOBODY, NOWHERE),
            client("Pilar Montoya", "pilar@mail.example", Some("ella"), Locale::Es, NOBODY, NOWHERE),
            client("Eli Nakai", "eli@mail.example", None, Locale::En, NOBODY, NOWHERE),
        ],
    },
];
