//! Manifests of package managers: what a folder builds, what it needs, where it starts.

mod clients;
mod dotnet;
mod jvm;
mod lines;
mod node;
mod tables;

use serde::{Deserialize, Serialize};

/// What one manifest says about the package in its folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The package's name; `None` when the manifest gives none (then the folder names it).
    pub name: Option<String>,
    /// The package manager.
    pub kind: PackageKind,
    /// The names of what it needs at run time, as the manager writes them (`express`, `org.springframework.boot:spring-boot-starter-web`), sorted.
    pub dependencies: Vec<String>,
    /// Files, modules or commands that start it, as written.
    pub entry_points: Vec<String>,
    /// Folders (or globs) of member packages, relative to the manifest; empty for a single package.
    pub members: Vec<String>,
    /// Folders of packages of the same repository that it uses, relative to the manifest.
    pub local_dependencies: Vec<String>,
    /// Contracts from which its build makes clients, from its folder.
    pub client_contracts: Vec<String>,
    /// Where it runs.
    pub runtime: Runtime,
}

/// The package manager that a manifest belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PackageKind {
    /// `package.json`
    Npm,
    /// `pyproject.toml`, `setup.cfg`, `requirements.txt`, `Pipfile`
    Python,
    /// `pom.xml`
    Maven,
    /// `build.gradle`, `build.gradle.kts`, `settings.gradle`
    Gradle,
    /// `go.mod`
    Go,
    /// `Cargo.toml`
    Cargo,
    /// `*.csproj`, `*.sln`, `*.slnx`
    Dotnet,
    /// `Gemfile`
    Bundler,
    /// `composer.json`
    Composer,
}

/// Where a package runs, as far as its dependencies tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runtime {
    /// It needs a server framework, or starts a server.
    Server,
    /// It needs a browser framework and no server framework.
    Browser,
    /// Neither is known: a library, a tool.
    Unknown,
}

/// Whether `path` is a manifest that [`package`] reads, by its name alone.
pub fn is_package(path: &str) -> bool {
    kind(path).is_some()
}

/// What a manifest says; `None` when `path` is no manifest, or its text has not the form of one.
pub fn package(path: &str, text: &str) -> Option<Package> {
    let name = path.rsplit('/').next()?;
    let mut package = match kind(path)? {
        PackageKind::Npm => node::package_json(text)?,
        PackageKind::Composer => node::composer_json(text)?,
        PackageKind::Cargo => tables::cargo_toml(text)?,
        PackageKind::Python if name == "pyproject.toml" => tables::pyproject_toml(text)?,
        PackageKind::Python if name == "Pipfile" => tables::pipfile(text)?,
        PackageKind::Python if name == "setup.cfg" => lines::setup_cfg(text),
        PackageKind::Python => lines::requirements(text),
        PackageKind::Go => lines::go_mod(text)?,
        PackageKind::Bundler => lines::gemfile(text),
        PackageKind::Maven => jvm::pom(text)?,
        PackageKind::Gradle => jvm::gradle(text, name.starts_with("settings.")),
        PackageKind::Dotnet if name.ends_with(".csproj") => dotnet::project(name, text)?,
        PackageKind::Dotnet => dotnet::solution(text),
    };
    if matches!(package.kind, PackageKind::Maven | PackageKind::Gradle) {
        package.client_contracts = clients::contracts(text);
    }
    package.dependencies.sort();
    package.dependencies.dedup();
    if package.runtime == Runtime::Unknown {
        package.runtime = runtime(package.kind, &package.dependencies);
    }
    Some(package)
}

fn kind(path: &str) -> Option<PackageKind> {
    let name = path.rsplit('/').next()?;
    Some(match name {
        "package.json" => PackageKind::Npm,
        "composer.json" => PackageKind::Composer,
        "Cargo.toml" => PackageKind::Cargo,
        "pyproject.toml" | "Pipfile" | "setup.cfg" => PackageKind::Python,
        "pom.xml" => PackageKind::Maven,
        "build.gradle" | "build.gradle.kts" | "settings.gradle" | "settings.gradle.kts" => {
            PackageKind::Gradle
        }
        "go.mod" => PackageKind::Go,
        "Gemfile" => PackageKind::Bundler,
        _ if name.starts_with("requirements") && name.ends_with(".txt") => PackageKind::Python,
        _ if [".csproj", ".sln", ".slnx"]
            .iter()
            .any(|end| name.ends_with(end)) =>
        {
            PackageKind::Dotnet
        }
        _ => return None,
    })
}

impl Package {
    fn new(kind: PackageKind) -> Package {
        Package {
            name: None,
            kind,
            dependencies: Vec::new(),
            entry_points: Vec::new(),
            members: Vec::new(),
            local_dependencies: Vec::new(),
            client_contracts: Vec::new(),
            runtime: Runtime::Unknown,
        }
    }
}

/// Libraries that make a package a server, by a part of their name.
const SERVERS: &[&str] = &[
    "express",
    "fastify",
    "@nestjs/core",
    "koa",
    "hono",
    "@google-cloud/functions-framework",
    "@hapi/hapi",
    "restify",
    "next",
    "nuxt",
    "@grpc/grpc-js",
    "apollo-server",
    "@apollo/server",
    "fastapi",
    "flask",
    "django",
    "aiohttp",
    "sanic",
    "tornado",
    "grpcio",
    "uvicorn",
    "gunicorn",
    "starlette",
    "falcon",
    "bottle",
    "axum",
    "actix-web",
    "rocket",
    "warp",
    "tonic",
    "hyper",
    "poem",
    "salvo",
    "rails",
    "sinatra",
    "puma",
    "grape",
    "laravel/framework",
    "symfony/framework-bundle",
    "slim/slim",
    "laravel/lumen-framework",
];
const BOTH: &[&str] = &[
    "@sveltejs/kit",
    "astro",
    "@remix-run/node",
    "@react-router/node",
    "@react-router/serve",
    "@tanstack/react-start",
    "@solidjs/start",
    "gatsby",
    // What no browser runs.
    "@prisma/client",
    "prisma",
    "pg",
    "postgres",
    "mysql2",
    "mongoose",
    "mongodb",
    "ioredis",
    "redis",
    "bullmq",
    "kafkajs",
    "nodemailer",
    "drizzle-orm",
    "kysely",
    "typeorm",
    "sequelize",
    "knex",
    "jsonwebtoken",
    "bcrypt",
    "sharp",
    "@aws-sdk/client-s3",
];
const BROWSERS: &[&str] = &[
    "react",
    "react-dom",
    "vue",
    "@angular/core",
    "svelte",
    "jquery",
    "preact",
    "solid-js",
    "react-native",
    "ember-source",
    "backbone",
    "angular",
    "vite",
    "react-scripts",
];

fn runtime(kind: PackageKind, dependencies: &[String]) -> Runtime {
    let needs = |names: &[&str]| {
        dependencies
            .iter()
            .any(|dependency| names.contains(&dependency.to_ascii_lowercase().as_str()))
    };
    match kind {
        PackageKind::Maven | PackageKind::Gradle => {
            const PARTS: &[&str] = &[
                "spring-boot-starter-web",
                "spring-boot-starter",
                "spring-cloud-starter",
                "micronaut-http-server",
                "quarkus-",
                "ktor-server",
                "vertx-web",
                "dropwizard",
                "grpc-netty",
            ];
            match dependencies
                .iter()
                .any(|dependency| PARTS.iter().any(|part| dependency.contains(part)))
            {
                true => Runtime::Server,
                false => Runtime::Unknown,
            }
        }
        _ if needs(SERVERS) => Runtime::Server,
        // Frameworks of both sides, and libraries beside which a browser's framework renders mail.
        PackageKind::Npm if needs(BOTH) => Runtime::Unknown,
        PackageKind::Npm if needs(BROWSERS) => Runtime::Browser,
        _ => Runtime::Unknown,
    }
}

#[cfg(test)]
mod tests;
