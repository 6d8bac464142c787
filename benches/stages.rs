//! What each stage costs, on input that is made here: parse, extract, link, review, report.

use archreview::review::{Request, default_rules, review, system};
use archreview::rules;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use model::Settings;
use model::sources::Memory;

/// A contract of `operations` operations, in JSON.
fn contract(operations: usize) -> String {
    let paths: Vec<String> = (0..operations)
        .map(|number| {
            format!(
                r##""/things{number}/{{id}}": {{"get": {{"operationId": "get{number}", "summary": "One thing",
  "parameters": [{{"name": "id", "in": "path", "required": true, "schema": {{"type": "string", "maxLength": 36}}}}],
  "responses": {{"200": {{"description": "ok", "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Thing"}}}}}}}},
   "404": {{"description": "none"}}}}}}}}"##
            )
        })
        .collect();
    format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "Things", "version": "1.0.0"}}, "paths": {{{}}},
 "components": {{"schemas": {{"Thing": {{"type": "object", "properties": {{"id": {{"type": "string"}}, "size": {{"type": "integer"}}}}}}}}}}}}"##,
        paths.join(",\n")
    )
}

/// A folder of `migrations` migrations of one table each.
fn migrations(migrations: usize) -> Vec<(String, String)> {
    (0..migrations)
        .map(|number| {
            (
                format!("migrations/{number:05}_t{number}.sql"),
                format!(
                    "CREATE TABLE t{number} (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES t0 (id), created_at timestamptz NOT NULL);\nCREATE INDEX t{number}_owner_id_idx ON t{number} (owner_id);\n"
                ),
            )
        })
        .collect()
}

fn parse(criterion: &mut Criterion) {
    let json = contract(5_000);
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("json", |bencher| {
        bencher.iter(|| {
            document::parse(&json, document::Format::Json)
                .faults()
                .len()
        });
    });
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let pack = rules::load(&[]).expect("the embedded rules can be read");
    let active = default_rules(&pack);
    let settings = Settings::default();
    let mut group = criterion.benchmark_group("whole");
    group.sample_size(10);
    let systems = [
        ("contract", Memory::new([("openapi.json", contract(5_000))])),
        ("migrations", Memory::new(migrations(500))),
    ];
    for (name, sources) in &systems {
        group.bench_function(format!("system of {name}"), |bencher| {
            bencher.iter(|| system(sources, &settings, None, None, true).1);
        });
        group.bench_function(format!("review of {name}"), |bencher| {
            bencher.iter(|| {
                review(&Request {
                    now: sources,
                    base: None,
                    is_history: true,
                    past: None,
                    settings: &settings,
                    rules: &active,
                    names: pack.names(),
                    quiet: true,
                })
                .triaged
                .findings
                .len()
            });
        });
    }
    group.finish();
}

fn fingerprint(criterion: &mut Criterion) {
    let text = contract(5_000);
    let mut group = criterion.benchmark_group("report");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("line hashes", |bencher| {
        bencher.iter(|| report::fingerprint::line_hashes(text.as_bytes()).len());
    });
    group.finish();
}

criterion_group!(stages, parse, whole, fingerprint);
criterion_main!(stages);
