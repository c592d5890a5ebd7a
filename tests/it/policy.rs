//! The policy as a table that people review. A change of what somebody may do shows up here, as text.

use cairn_domain::actor::Role;
use cairn_domain::policy::{Action, Target, allows};

/// Every way an actor can stand to a thing, named by what is true of it.
fn relations() -> Vec<(String, Target)> {
    let names = ["own", "assigned", "participant", "author", "facilitates", "group_member", "bridges", "mentors"];
    (0..=255_u8)
        .map(|bits| {
            let is = |bit: u8| bits & (1 << bit) != 0;
            let target = Target {
                own: is(0),
                assigned: is(1),
                participant: is(2),
                author: is(3),
                facilitates: is(4),
                group_member: is(5),
                bridges: is(6),
                mentors: is(7),
            };
            let name: Vec<&str> = (0..8_u8).zip(names).filter(|(bit, _)| is(*bit)).map(|(_, name)| name).collect();
            (if name.is_empty() { "anything".to_owned() } else { name.join(" and ") }, target)
        })
        .collect()
}

/// The fewest facts that open an action: `own` makes `own and author` redundant.
fn smallest(role: Role, action: Action) -> String {
    let allowed: Vec<(String, Target)> = relations().into_iter().filter(|(_, target)| allows(&[role], action, *target)).collect();
    let within = |small: &Target, large: &Target| {
        (!small.own || large.own)
            && (!small.assigned || large.assigned)
            && (!small.participant || large.participant)
            && (!small.author || large.author)
            && (!small.facilitates || large.facilitates)
            && (!small.group_member || large.group_member)
            && (!small.bridges || large.bridges)
            && (!small.mentors || large.mentors)
    };
    let minimal: Vec<String> = allowed
        .iter()
        .filter(|(_, target)| !allowed.iter().any(|(_, other)| other != target && within(other, target)))
        .map(|(name, _)| name.clone())
        .collect();
    if minimal.is_empty() { "-".to_owned() } else { minimal.join(", or ") }
}

#[test]
fn the_matrix() {
    let mut rows = vec![vec!["action".to_owned()]];
    rows[0].extend(Role::ALL.map(|role| role.name().to_owned()));
    for action in Action::ALL {
        let mut row = vec![format!("{action:?}")];
        row.extend(Role::ALL.map(|role| smallest(role, action)));
        rows.push(row);
    }
    let widths: Vec<usize> =
        (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join(" | ").trim_end().to_owned()
    };
    let table: Vec<String> = rows.iter().map(line).collect();
    insta::assert_snapshot!("policy_matrix", table.join("\n"));
}

/// More facts never take something away, and neither do more roles.
#[test]
fn knowing_more_never_forbids() {
    let all = relations();
    for action in Action::ALL {
        for role in Role::ALL {
            for (name, target) in &all {
                if !allows(&[role], action, *target) {
                    continue;
                }
                for (more, wider) in &all {
                    let wider = Target {
                        own: target.own || wider.own,
                        assigned: target.assigned || wider.assigned,
                        participant: target.participant || wider.participant,
                        author: target.author || wider.author,
                        facilitates: target.facilitates || wider.facilitates,
                        group_member: target.group_member || wider.group_member,
                        bridges: target.bridges || wider.bridges,
                        mentors: target.mentors || wider.mentors,
                    };
                    assert!(allows(&[role], action, wider), "{role:?} {action:?}: {name}, but not with {more}");
                }
                for other in Role::ALL {
                    assert!(allows(&[other, role], action, *target), "{role:?} {action:?}: not together with {other:?}");
                }
            }
        }
    }
}

#[test]
fn without_a_role_there_is_nothing() {
    for action in Action::ALL {
        for (name, target) in relations() {
            assert!(!allows(&[], action, target), "{action:?} on {name}");
        }
    }
}

/// The sentences that must stay true however the matrix grows.
#[test]
fn what_the_policy_promises() {
    let everything = Target {
        own: true,
        assigned: true,
        participant: true,
        author: true,
        facilitates: true,
        group_member: true,
        bridges: true,
        mentors: true,
    };
    let files = [Action::ViewDocument, Action::ShareDocument, Action::DeleteDocument];
    for action in files {
        for role in [Role::Admin, Role::Supervisor, Role::PeerMentor, Role::Facilitator, Role::Auditor] {
            assert!(!allows(&[role], action, everything), "{role:?} opens a client's files by {action:?}");
        }
        assert!(!allows(&[Role::Counselor], action, Target::NONE), "a counselor opens files of clients of others by {action:?}");
        assert!(!allows(&[Role::Client], action, Target::ASSIGNED), "a client opens files of others by {action:?}");
    }
    for role in Role::ALL {
        let reads_audit = allows(&[role], Action::ViewAudit, everything);
        assert_eq!(reads_audit, matches!(role, Role::Admin | Role::Auditor), "{role:?} and the audit");
        assert!(allows(&[role], Action::ManageAccount, Target::OWN), "{role:?} looks after their own account");
        assert!(!allows(&[role], Action::ManageAccount, Target::NONE), "{role:?} looks after others' accounts");
        if role != Role::Admin {
            let others = [
                Action::ManageCenter,
                Action::InviteMembers,
                Action::ManageMembers,
                Action::AssignCounselor,
                Action::ManageApiTokens,
            ];
            for action in others {
                assert!(!allows(&[role], action, everything), "{role:?} may {action:?}");
            }
        }
    }
    // Which groups there are, and what the library has, everybody may read: like a notice board.
    let notice_boards = [Action::ViewGroup, Action::ReadStories];
    for action in Action::ALL.into_iter().filter(|action| !notice_boards.contains(action)) {
        let client_without_a_tie = allows(&[Role::Client], action, Target::NONE);
        assert!(!client_without_a_tie, "a client may {action:?} on anything");
    }
}

/// A client who becomes a mentor holds both roles, and a wall stands between them.
#[test]
fn the_role_of_mentor_opens_nothing_of_ones_own_record() {
    for action in [Action::ViewClient, Action::ViewDocument, Action::ViewClientGroups, Action::ViewPairCheckIns, Action::OwnGoals]
    {
        assert!(!allows(&[Role::PeerMentor], action, Target::OWN), "{action:?}");
    }
}

/// Of clients, a mentor sees the pair: no file, no group, no check-in of anybody else, and no record without the pair.
#[test]
fn a_mentor_sees_nobody_beyond_the_pair() {
    for action in Action::ALL {
        if matches!(action, Action::ListClients | Action::ViewGroup | Action::ReadStories) {
            continue; // The list is of those in their own care; the others are notice boards.
        }
        assert!(!allows(&[Role::PeerMentor], action, Target::NONE), "{action:?}");
    }
    for action in [Action::ViewDocument, Action::ViewClientGroups, Action::ViewPairCheckIns, Action::ViewEnrollmentRecord] {
        for tie in [Target::ASSIGNED, Target::MENTORS] {
            assert!(!allows(&[Role::PeerMentor], action, tie), "{action:?}");
        }
    }
    // Keeping contact while somebody waits opens no record either.
    let bridges = Target { bridges: true, ..Target::NONE };
    for role in [Role::Counselor, Role::PeerMentor, Role::Facilitator] {
        assert!(!allows(&[role], Action::ViewEnrollmentRecord, bridges), "{role:?}");
    }
    // And whoever counsels others opens nothing as a counselor by walking with somebody.
    for action in Action::ALL {
        assert_eq!(
            allows(&[Role::Counselor], action, Target::MENTORS),
            allows(&[Role::Counselor], action, Target::NONE),
            "{action:?}"
        );
    }
    // And being an admin opens nothing of what two people say to each other.
    let everything = Target {
        own: true,
        assigned: true,
        participant: true,
        author: true,
        facilitates: true,
        group_member: true,
        bridges: true,
        mentors: true,
    };
    for role in [Role::Admin, Role::Supervisor, Role::Auditor] {
        assert!(
            !allows(&[role], Action::UseMentorship, everything) && !allows(&[role], Action::ViewPairCheckIns, everything),
            "{role:?}"
        );
    }
}
