//! Histories judged by what git tells of the versions before: what was released together, and what code named until then.

use crate::support::{Folder, findings};

const CODE: &[u8] = b"package shop\nconst all = `SELECT id, note FROM orders`\n";
const CODE_WITHOUT_NOTE: &[u8] = b"package shop\nconst all = `SELECT id FROM orders`\n";

/// Findings of rules about migrations at warning: the rule, and the last part of the path.
fn warnings(folder: &Folder) -> Vec<String> {
    let only = "dropped-column,dropped-table,blocking-index-build";
    let findings = findings(folder, &["--history", "--only", only]);
    findings
        .iter()
        .filter(|finding| finding["level"] == "warning")
        .map(|finding| {
            let path = finding["path"].as_str().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            format!("{} {name}", finding["rule"].as_str().unwrap_or_default())
        })
        .collect()
}

fn folder(name: &str) -> Folder {
    Folder::new(
        name,
        &[
            ("go.mod", b"module shop\n"),
            ("orders.go", CODE),
            (
                "db/migrations/0001_orders.up.sql",
                b"CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
            ),
        ],
    )
}

/// Adds a migration that drops what [`CODE`] reads.
fn drop_note(folder: &Folder) {
    folder.write(
        "db/migrations/0002_drop.up.sql",
        b"ALTER TABLE orders DROP COLUMN note;",
    );
}

#[test]
fn a_column_may_go_when_no_released_code_names_it() {
    let folder = folder("past-column");
    folder.commit("a");
    folder.git(&["tag", "v1.0.0"]);
    drop_note(&folder);
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit("a");
    // Both in one release: the code of v1.0.0 still reads it.
    assert_eq!(warnings(&folder), ["dropped-column 0002_drop.up.sql"]);

    let folder = self::folder("past-column-split");
    folder.commit("a");
    folder.git(&["tag", "v1.0.0"]);
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit("a");
    folder.git(&["tag", "v1.1.0"]);
    drop_note(&folder);
    folder.commit("a");
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn what_a_release_gave_up_in_an_earlier_commit_was_given_up_step_by_step() {
    let folder = folder("past-commits");
    folder.commit("a");
    folder.git(&["tag", "v1.0.0"]);
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit("a");
    drop_note(&folder);
    folder.commit("a");
    folder.git(&["tag", "v1.1.0"]);
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn who_says_a_name_on_means_another_thing() {
    let folder = folder("past-said-on");
    let other = b"package shop\nconst notes = `SELECT note FROM letters`\nconst all = `SELECT id FROM orders`\n";
    folder.write("letters.go", other);
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit("a");
    folder.git(&["tag", "v1.0.0"]);
    drop_note(&folder);
    folder.write("letters.go", b"package shop\n");
    folder.write("inbox/letters.go", other);
    folder.commit("a");
    folder.git(&["tag", "v1.1.0"]);
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn a_mapping_that_nothing_uses_is_no_user() {
    let entity = b"package shop;\n@Entity\n@Table(name = \"letters\")\nclass Letter {}\n";
    let repository =
        b"package shop;\ninterface LetterRepository extends JpaRepository<Letter, Long> {}\n";
    let with = |name: &str, service: &[u8]| {
        let folder = folder(name);
        folder.write(
            "db/migrations/0002_letters.up.sql",
            b"CREATE TABLE letters (id bigint PRIMARY KEY);",
        );
        folder.write("src/main/java/shop/Letter.java", entity);
        folder.write("src/main/java/shop/LetterRepository.java", repository);
        folder.write("src/main/java/shop/Office.java", service);
        folder.commit_on("2026-01-01");
        folder.git(&["tag", "v1.0.0"]);
        folder.write("db/migrations/0003_gone.up.sql", b"DROP TABLE letters;");
        folder.git(&["rm", "-q", "-r", "src"]);
        folder.commit_on("2026-03-20");
        folder
    };
    let unused = with("past-mapping", b"package shop;\nclass Office {}\n");
    assert_eq!(warnings(&unused), [""; 0]);
    let used = with(
        "past-mapping-used",
        b"package shop;\nclass Office { LetterRepository all; }\n",
    );
    assert_eq!(warnings(&used), ["dropped-table 0003_gone.up.sql"]);
}

#[test]
fn a_table_called_as_a_column_is_meant_behind_a_word_of_sql() {
    let with = |name: &str, text: &[u8]| {
        let folder = folder(name);
        folder.write(
            "db/migrations/0002_notes.up.sql",
            b"CREATE TABLE note (id bigint PRIMARY KEY);",
        );
        folder.write("note.go", text);
        folder.commit_on("2026-01-01");
        folder.git(&["tag", "v1.0.0"]);
        folder.write("db/migrations/0003_gone.up.sql", b"DROP TABLE note;");
        folder.write("note.go", b"package shop\n");
        folder.commit_on("2026-03-20");
        folder
    };
    let column = with(
        "past-column-name",
        b"package shop\nvar order struct { note string }\n",
    );
    assert_eq!(warnings(&column), [""; 0]);
    let table = with(
        "past-table-name",
        b"package shop\nconst notes = `SELECT id FROM note`\n",
    );
    assert_eq!(warnings(&table), ["dropped-table 0003_gone.up.sql"]);
}

#[test]
fn a_table_of_the_same_release_has_no_rows() {
    let folder = folder("past-table");
    folder.commit_on("2026-01-01");
    folder.git(&["tag", "v1.0.0"]);
    folder.write(
        "db/migrations/0002_lines.up.sql",
        b"CREATE TABLE order_lines (id bigint PRIMARY KEY, order_id bigint NOT NULL);",
    );
    folder.write(
        "lines.go",
        b"package shop\nconst lines = `SELECT id FROM order_lines`\n",
    );
    folder.commit_on("2026-02-01");
    folder.write(
        "db/migrations/0003_index.up.sql",
        b"CREATE INDEX order_lines_order ON order_lines (order_id);",
    );
    folder.commit_on("2026-05-20");
    assert_eq!(warnings(&folder), [""; 0]);
    // A release between them: whoever runs v1.1.0 has order lines.
    folder.git(&["tag", "v1.1.0", "HEAD~1"]);
    assert_eq!(
        warnings(&folder),
        ["blocking-index-build 0003_index.up.sql"]
    );
    // Nobody is asked to run what comes before a release.
    folder.git(&["tag", "-d", "v1.1.0"]);
    folder.git(&["tag", "v0.9.0", "HEAD~2"]);
    folder.git(&["tag", "v1.1.0-rc.1", "HEAD~1"]);
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn what_was_released_shortly_before_is_young() {
    let told = |last_day: &str| {
        let folder = folder("past-young");
        folder.commit_on("2026-01-01");
        folder.git(&["tag", "v1.0.0"]);
        folder.write(
            "db/migrations/0002_tip.up.sql",
            b"ALTER TABLE orders ADD COLUMN tip int;",
        );
        folder.write(
            "tips.go",
            b"package shop\nconst tips = `SELECT tip FROM orders`\n",
        );
        folder.commit_on("2026-02-01");
        folder.git(&["tag", "v1.1.0"]);
        folder.write(
            "db/migrations/0003_drop.up.sql",
            b"ALTER TABLE orders DROP COLUMN tip;",
        );
        folder.write("tips.go", b"package shop\n");
        folder.commit_on(last_day);
        warnings(&folder)
    };
    assert_eq!(told("2026-02-20"), [""; 0]);
    assert_eq!(told("2026-03-20"), ["dropped-column 0003_drop.up.sql"]);
}

#[test]
fn nobody_waits_for_a_table_that_no_released_code_uses() {
    let before: [(&str, &[u8], &[&str]); 2] = [
        (
            "past-used",
            b"package shop\nconst all = `SELECT u.id, o.id FROM users u, orders o`\n",
            &["blocking-index-build 0002_index.up.sql"],
        ),
        (
            "past-unused",
            b"package shop\nconst all = `SELECT id FROM users`\n",
            &[],
        ),
    ];
    for (name, code, expected) in before {
        let folder = folder(name);
        folder.write("orders.go", code);
        folder.write(
            "db/migrations/0000_users.up.sql",
            b"CREATE TABLE users (id bigint PRIMARY KEY);",
        );
        folder.commit("a");
        folder.git(&["tag", "v1.0.0"]);
        folder.write("orders.go", CODE);
        folder.write(
            "db/migrations/0002_index.up.sql",
            b"CREATE INDEX orders_note ON orders (note);",
        );
        folder.commit("a");
        assert_eq!(warnings(&folder), expected);
    }
}

#[test]
fn without_tags_each_commit_of_the_main_line_is_a_release() {
    let folder = folder("past-commits");
    folder.commit("a");
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit("a");
    drop_note(&folder);
    folder.commit("a");
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn one_commit_tells_nothing_of_the_versions_before() {
    let folder = folder("past-one");
    folder.write(
        "db/migrations/0002_index.up.sql",
        b"CREATE INDEX orders_note ON orders (note);",
    );
    folder.commit("a");
    assert_eq!(
        warnings(&folder),
        ["blocking-index-build 0002_index.up.sql"]
    );
}

#[test]
fn what_a_young_repository_without_a_tag_builds_is_hardly_live() {
    let with = |name: &str, commits: usize, day: &str, tag: Option<&str>| {
        let folder = folder(name);
        folder.commit_on("2026-01-01");
        folder.write(
            "db/migrations/0002_lines.up.sql",
            b"CREATE TABLE lines (id bigint PRIMARY KEY);",
        );
        folder.commit_on("2026-01-02");
        for number in 0..commits {
            folder.write(
                "orders_list.go",
                format!("package shop\nconst n = {number}\n").as_bytes(),
            );
            folder.commit_on("2026-01-03");
        }
        if let Some(tag) = tag {
            folder.git(&["tag", tag]);
        }
        folder.write(
            "db/migrations/0003_drop.up.sql",
            b"ALTER TABLE orders DROP COLUMN note;",
        );
        folder.write("orders.go", CODE_WITHOUT_NOTE);
        folder.commit_on(day);
        warnings(&folder)
    };
    let warning = ["dropped-column 0003_drop.up.sql"];
    assert_eq!(with("past-early", 50, "2026-05-01", None), [""; 0]);
    // Old enough, released, and too little work to tell.
    assert_eq!(with("past-late", 50, "2026-11-01", None), warning);
    assert_eq!(
        with("past-tagged", 50, "2026-05-01", Some("v0.1.0")),
        warning
    );
    assert_eq!(with("past-seeded", 5, "2026-05-01", None), warning);
}

#[test]
fn a_folder_that_was_moved_keeps_its_history() {
    let folder = folder("past-moved");
    folder.commit_on("2026-01-01");
    folder.write("orders.go", CODE_WITHOUT_NOTE);
    folder.commit_on("2026-02-01");
    drop_note(&folder);
    folder.commit_on("2026-03-01");
    folder.git(&["mv", "db", "store"]);
    folder.write("orders.go", CODE);
    folder.commit_on("2026-04-01");
    // The code of now says the name, that of the version before did not.
    assert_eq!(warnings(&folder), [""; 0]);
    // So do the tags, which know the old place alone.
    folder.git(&["tag", "v1.0.0", "HEAD~3"]);
    folder.git(&["tag", "v1.1.0", "HEAD~2"]);
    folder.git(&["tag", "v1.2.0", "HEAD~1"]);
    assert_eq!(warnings(&folder), [""; 0]);
    folder.git(&["tag", "-d", "v1.1.0"]);
    assert_eq!(warnings(&folder), [""; 0]);
}

#[test]
fn a_model_of_prisma_that_no_client_asks_for_is_not_used() {
    let with = |name: &str, code: &[u8]| {
        let folder = Folder::new(
            name,
            &[
                (
                    "prisma/schema.prisma",
                    b"datasource db {\n  provider = \"postgresql\"\n}\nmodel Letter {\n  id Int @id\n  note String?\n}\nmodel Order {\n  id Int @id\n}\n",
                ),
                ("src/orders.ts", b"export const all = () => prisma.order.findMany()\n"),
                ("src/letters.ts", code),
                (
                    "prisma/migrations/20260101000000_letters/migration.sql",
                    b"CREATE TABLE \"Letter\" (\"id\" INTEGER PRIMARY KEY, \"note\" TEXT);\nCREATE TABLE \"Order\" (\"id\" INTEGER PRIMARY KEY);",
                ),
                ("prisma/migrations/migration_lock.toml", b"provider = \"postgresql\"\n"),
            ],
        );
        folder.commit_on("2026-01-01");
        folder.git(&["tag", "v1.0.0"]);
        folder.write(
            "prisma/schema.prisma",
            b"datasource db {\n  provider = \"postgresql\"\n}\nmodel Letter {\n  id Int @id\n}\nmodel Order {\n  id Int @id\n}\n",
        );
        folder.write(
            "prisma/migrations/20260320000000_note/migration.sql",
            b"ALTER TABLE \"Letter\" DROP COLUMN \"note\";",
        );
        folder.commit_on("2026-03-20");
        warnings(&folder)
    };
    let used = b"export const all = () => prisma.letter.findMany()\n";
    assert_eq!(
        with("past-model-used", used),
        ["dropped-column migration.sql"]
    );
    let typed = b"export const first = (one: Letter) => one\n";
    assert_eq!(with("past-model", typed), [""; 0]);
}
