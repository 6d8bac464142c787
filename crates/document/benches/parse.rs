//! Megabytes per second of both formats, over a contract that is made here.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use document::{Format, parse, parse_yaml_in_full};

/// A contract of this many operations, as JSON.
fn json(operations: usize) -> String {
    let mut text = String::from("{\n  \"openapi\": \"3.0.3\",\n  \"paths\": {\n");
    for number in 0..operations {
        let comma = if number + 1 < operations { "," } else { "" };
        text += &format!(
            r##"    "/orders/{number}/{{id}}": {{
      "get": {{
        "summary": "Get order {number}",
        "description": "Returns one order, \"with\" its lines\nand what was paid for it.",
        "parameters": [
          {{ "name": "id", "in": "path", "required": true, "schema": {{ "type": "string", "maxLength": 36 }} }}
        ],
        "responses": {{
          "200": {{
            "description": "The order.",
            "content": {{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/Order{number}" }} }} }}
          }}
        }}
      }}
    }}{comma}
"##
        );
    }
    text + "  }\n}\n"
}

/// The same as YAML; `anchor` goes before the first value.
fn yaml(operations: usize, anchor: &str) -> String {
    let mut text = format!("openapi: {anchor}3.0.3\npaths:\n");
    for number in 0..operations {
        text += &format!(
            r##"  /orders/{number}/{{id}}:
    get:
      summary: Get order {number}
      description: |-
        Returns one order, "with" its lines
        and what was paid for it.
      parameters:
      - name: id
        in: path
        required: true # always
        schema: {{type: string, maxLength: 36}}
      responses:
        '200':
          description: The order.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Order{number}'
"##
        );
    }
    text
}

fn benches(criterion: &mut Criterion) {
    let (json, yaml, anchored) = (json(2000), yaml(2000, ""), yaml(2000, "&version "));
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(20);
    for (name, text, format) in [
        ("json", &json, Format::Json),
        ("yaml", &yaml, Format::Yaml),
        ("yaml with an anchor", &anchored, Format::Yaml),
    ] {
        let parsed = parse(text, format);
        assert_eq!(parsed.faults(), []);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| parse(black_box(text), format))
        });
    }
    group.throughput(Throughput::Bytes(yaml.len() as u64));
    group.bench_function("yaml in full", |bencher| {
        bencher.iter(|| parse_yaml_in_full(black_box(&yaml)));
    });
    group.finish();
}

criterion_group!(parsing, benches);
criterion_main!(parsing);
