use super::*;

#[track_caller]
fn check(path: &str, text: &str, expected: &str) {
    let package = package(path, text).expect("a manifest");
    let line = format!(
        "{} {:?} needs [{}] starts [{}] holds [{}] uses [{}] {:?}",
        package.name.as_deref().unwrap_or("-"),
        package.kind,
        package.dependencies.join(" "),
        package.entry_points.join(" "),
        package.members.join(" "),
        package.local_dependencies.join(" "),
        package.runtime,
    );
    assert_eq!(line, expected);
}

#[test]
fn npm_workspaces_are_members() {
    check(
        "package.json",
        r#"{"name":"shop","workspaces":{"packages":["apps/*"]},"main":"server.js","dependencies":{"express":"4","lib":"file:../lib"}}"#,
        "shop Npm needs [express lib] starts [server.js] holds [apps/*] uses [../lib] Server",
    );
    check(
        "web/package.json",
        r#"{"dependencies":{"react":"18"}}"#,
        "- Npm needs [react] starts [] holds [] uses [] Browser",
    );
}

#[test]
fn cargo_knows_renamed_and_local_crates() {
    check(
        "Cargo.toml",
        "[package]\nname='orders'\n[dependencies]\nweb={package='axum',version='0.8'}\nmodel={path='../model'}\n[workspace]\nmembers=['crates/*']",
        "orders Cargo needs [axum model] starts [] holds [crates/*] uses [../model] Server",
    );
}

#[test]
fn python_manifests_name_what_they_need() {
    check(
        "pyproject.toml",
        "[project]\nname='orders'\ndependencies=['fastapi[all]>=0.1','httpx ; python_version>\"3\"']\n[project.scripts]\nrun='orders:main'",
        "orders Python needs [fastapi httpx] starts [orders:main] holds [] uses [] Server",
    );
    check(
        "requirements.txt",
        "# web\nFlask==3.0 # pinned\n-r base.txt\nrequests\n",
        "- Python needs [Flask requests] starts [] holds [] uses [] Server",
    );
    check(
        "setup.cfg",
        "[metadata]\nname = orders\n[options]\ninstall_requires =\n  flask\n  requests>=2\n",
        "orders Python needs [flask requests] starts [] holds [] uses [] Server",
    );
}

#[test]
fn maven_and_gradle_name_modules() {
    check(
        "pom.xml",
        "<project><parent><artifactId>p</artifactId></parent><artifactId>orders</artifactId><modules><module>api</module></modules><dependencies><dependency><groupId>g</groupId><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><groupId>g</groupId><artifactId>junit</artifactId><scope>test</scope></dependency></dependencies></project>",
        "orders Maven needs [g:spring-boot-starter-web] starts [] holds [api] uses [] Server",
    );
    check(
        "settings.gradle.kts",
        "rootProject.name = \"shop\"\ninclude(\":orders\", \":libs:model\")\n",
        "shop Gradle needs [] starts [] holds [orders libs/model] uses [] Unknown",
    );
    check(
        "build.gradle",
        "dependencies {\n  implementation project(':libs:model')\n  implementation 'io.ktor:ktor-server-core:3.0'\n  testImplementation 'junit:junit:4'\n}",
        "- Gradle needs [io.ktor:ktor-server-core] starts [] holds [] uses [/libs/model] Server",
    );
}

#[test]
fn go_leaves_out_indirect_modules() {
    check(
        "go.mod",
        "module shop/orders\n\ngo 1.24\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgolang.org/x/net v0.1.0 // indirect\n)\nreplace shop/model => ../model\n",
        "shop/orders Go needs [github.com/gin-gonic/gin] starts [] holds [] uses [../model] Unknown",
    );
}

#[test]
fn dotnet_projects_and_solutions() {
    check(
        "src/Orders/Orders.csproj",
        "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><ItemGroup><PackageReference Include=\"Refit\"/><ProjectReference Include=\"..\\Model\\Model.csproj\"/></ItemGroup></Project>",
        "Orders Dotnet needs [Refit] starts [] holds [] uses [../Model] Server",
    );
    check(
        "Shop.sln",
        "Project(\"{F}\") = \"Orders\", \"src\\Orders\\Orders.csproj\", \"{A}\"\nEndProject",
        "- Dotnet needs [] starts [] holds [src/Orders] uses [] Unknown",
    );
}

#[test]
fn ruby_and_php() {
    check(
        "Gemfile",
        "source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\ngem \"model\", path: \"../model\"\n",
        "- Bundler needs [model rails] starts [] holds [] uses [../model] Server",
    );
    check(
        "composer.json",
        r#"{"name":"shop/orders","require":{"php":"^8","laravel/framework":"^12"}}"#,
        "shop/orders Composer needs [laravel/framework] starts [] holds [] uses [] Server",
    );
}

#[test]
fn what_is_no_manifest_gives_nothing() {
    assert_eq!(package("package.json", "[1]"), None);
    assert_eq!(package("orders.json", "{}"), None);
    assert_eq!(package("pom.xml", "<project"), None);
}

#[test]
fn only_settings_of_gradle_include_modules() {
    check(
        "manager/build.gradle",
        "tasks.register('copy') {\n    include(\"*Dockerfile\", \"run.sh\")\n}\n",
        "- Gradle needs [] starts [] holds [] uses [] Unknown",
    );
}
