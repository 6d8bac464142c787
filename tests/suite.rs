//! The suite: what the program does, on rules' own examples, on `examples/`, and on hostile input.

#[path = "suite/alone.rs"]
mod alone;
#[path = "suite/architecture.rs"]
mod architecture;
#[path = "suite/base.rs"]
mod base;
#[path = "suite/command_line.rs"]
mod command_line;
#[path = "suite/contract_changes.rs"]
mod contract_changes;
#[path = "suite/dormant.rs"]
mod dormant;
#[path = "suite/examples.rs"]
mod examples;
#[path = "suite/fixes.rs"]
mod fixes;
#[path = "suite/git.rs"]
mod git;
#[path = "suite/graph.rs"]
mod graph;
#[path = "suite/habit.rs"]
mod habit;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/migration_peers.rs"]
mod migration_peers;
#[path = "suite/output.rs"]
mod output;
#[path = "suite/past.rs"]
mod past;
#[path = "suite/planner.rs"]
mod planner;
#[path = "suite/real.rs"]
mod real;
#[path = "suite/rules.rs"]
mod rules;
#[path = "suite/sarif.rs"]
mod sarif;
#[path = "suite/services.rs"]
mod services;
#[path = "suite/support.rs"]
mod support;
#[path = "suite/unused.rs"]
mod unused;
