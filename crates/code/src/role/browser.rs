//! What runs in a browser or an app.

use super::Words;
use super::folders::BROWSER_FOLDERS;

pub(super) fn is_browser(name: &str, folders: &[&str], head: &str) -> bool {
    const SERVER: &[&str] = &[
        "express",
        "fastify",
        "koa",
        "hapi",
        "nestjs",
        "hono",
        "grpc",
        "createServer",
        "NextApiRequest",
        "next/server",
        "node:http",
        "mongoose",
        "typeorm",
        "sequelize",
        "prisma",
        "kafkajs",
        "amqplib",
        "use server",
        "server-only",
        "restify",
        "process.env.PORT",
    ];
    const BROWSER: &[&str] = &[
        "from 'react'",
        "from \"react\"",
        "from 'react-dom",
        "from \"react-dom",
        "from 'vue'",
        "from \"vue\"",
        "@angular/",
        "from 'svelte",
        "from \"svelte",
        "jquery",
        "$(document)",
        "document.getElementById",
        "document.querySelector",
        "document.addEventListener",
        "window.location",
        "localStorage",
        "'use client'",
        "\"use client\"",
        "import.meta.env.VITE",
        "process.env.REACT_APP",
        "react-native",
        "@reduxjs/toolkit",
        "from 'redux",
        "from \"redux",
        "vue-router",
        "vuex",
        "pinia",
        "solid-js",
        "react-query",
        "sessionStorage",
        "@tanstack/react",
    ];
    static OF_SERVER: Words = Words::of_heads(SERVER);
    static OF_BROWSER: Words = Words::of_heads(BROWSER);
    if OF_SERVER.are_in(head) {
        return false;
    }
    // Rails keeps what browsers load there.
    if folders
        .windows(2)
        .any(|pair| matches!(pair, ["app", "javascript"]))
    {
        return true;
    }
    // Next.js: everything below `api` runs on the server.
    if folders
        .windows(2)
        .any(|pair| matches!(pair, ["pages" | "app", "api"]))
    {
        return false;
    }
    name.ends_with(".jsx")
        || name.ends_with(".tsx")
        || folders.iter().any(|folder| {
            BROWSER_FOLDERS.contains(folder)
                || folder.ends_with("-frontend")
                || folder.ends_with("-ui")
                || folder.ends_with(".client")
        })
        || OF_BROWSER.are_in(head)
}
