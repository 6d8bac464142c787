//! Calls that every language has under other names: environment, configuration, formatting, text that only changes its type.

use crate::Language;

/// Calls that read an environment variable by their first argument; the second is the default.
pub(crate) const ENVIRONMENT_CALLS: &[&str] = &[
    "os.Getenv",
    "os.LookupEnv",
    "syscall.Getenv",
    "os.getenv",
    "os.environ.get",
    "environ.get",
    "os.environ.setdefault",
    "os.environ.pop",
    "System.getenv",
    "std.env.var",
    "env.var",
    "std.env.var_os",
    "dotenvy.var",
    "dotenv.var",
    "Environment.GetEnvironmentVariable",
    "ENV.fetch",
    "getenv",
    "Env.get",
    "decouple.config",
    "env.str",
    "env.int",
    "env.bool",
    "env.url",
    "environ.Env().str",
    "starlette.config.Config()",
    "process.env.get",
    "Deno.env.get",
    "Bun.env.get",
    "env!",
    "option_env!",
    "std.env!",
    "option_env",
    "dotenv.get",
];

/// Values whose members and indexes are environment variables.
pub(crate) const ENVIRONMENT_MAPS: &[&str] = &[
    "process.env",
    "os.environ",
    "environ",
    "ENV",
    "$_ENV",
    "$_SERVER",
    "System.getenv()",
    "Bun.env",
    "import.meta.env",
    "Deno.env",
    "process.process.env",
    "node:process.env",
    "env.env",
];

/// Methods that read a configuration key, on the values that [`CONFIGURATION_VALUES`] lists.
pub(crate) const CONFIGURATION_METHODS: &[&str] = &[
    "get",
    "getOrThrow",
    "getProperty",
    "getRequiredProperty",
    "GetValue",
    "GetSection",
    "GetString",
    "GetInt",
    "GetRequiredSection",
    "getString",
    "getConfig",
    "property",
    "propertyOrNull",
    "GetConnectionString",
];
/// Values that hold the application's configuration.
pub(crate) const CONFIGURATION_VALUES: &[&str] = &[
    "ConfigService()",
    "core.env.Environment()",
    "IConfiguration()",
    "ConfigurationManager()",
    "spf13/viper",
    "viper.New()",
    "viper.Viper()",
    "Configuration",
    "configuration",
    "this.Configuration",
    "builder.Configuration",
    "config.Config()",
    "environment.config",
    "IConfigurationRoot()",
    "ConfigFactory.load()",
    "WebApplication.CreateBuilder().Configuration",
    "Host.CreateApplicationBuilder().Configuration",
    "HostBuilderContext().Configuration",
    "context.Configuration",
    // https://github.com/node-config/node-config
    "=config",
];

/// Calls that give their (first) text back as it is, for what an address or a name is.
pub(crate) const SAME_TEXT: &[&str] = &[
    "toString",
    "string",
    "to_string",
    "to_owned",
    "into",
    "trim",
    "strip",
    "rstrip",
    "lstrip",
    "TrimEnd",
    "TrimSuffix",
    "TrimRight",
    "TrimLeft",
    "TrimPrefix",
    "TrimSpace",
    "as_str",
    "clone",
    "unwrap",
    "expect",
    "as_ref",
    "String",
    "str",
    "format_args",
    "from",
    "create",
    "URL",
    "Uri",
    "URI",
    "parse",
    "Parse",
    "of",
    "text",
    "literal",
    "toUri",
    "build",
    "build_absolute_uri",
    "toURL",
    "ToString",
    "freeze",
    "to_s",
    "chomp",
    "to_str",
    "into_string",
    "AsRef",
    "encode",
    "Bytes",
    "asString",
    "URI.parse",
    "unwrap_or_default",
    "trimEnd",
    "rtrim",
    "trim_end_matches",
    "trim_start_matches",
    "removeSuffix",
    "getString",
    "lazy",
    "unescape",
    "raw",
    "nonNull",
    "requireNonNull",
    "text_",
];

/// Calls that keep what they are given first, until it is asked for.
pub(crate) const KEEPERS: &[&str] = &[
    "LazyLock.new",
    "Lazy.new",
    "Arc.new",
    "Box.new",
    // What puts a name into an address as a part of it.
    "encodeURIComponent",
    "encodeURI",
    "url.PathEscape",
    "url.QueryEscape",
    "urllib.parse.quote",
    "urllib.parse.quote_plus",
    "Uri.EscapeDataString",
    "WebUtility.UrlEncode",
    "HttpUtility.UrlEncode",
    "rawurlencode",
    "urlencode",
    "CGI.escape",
    "ERB.Util.url_encode",
];

/// Calls that give a default for what they are called on, with the default as their (last) argument.
pub(crate) const DEFAULTS: &[&str] = &[
    "unwrap_or",
    "unwrap_or_else",
    "orElse",
    "orElseGet",
    "getOrElse",
    "or_else",
    "or",
    "DefaultIfEmpty",
    "map_or",
];

/// Calls that format: the first argument is the pattern.
pub(crate) const FORMATS: &[&str] = &[
    "fmt.Sprintf",
    "String.format",
    "string.Format",
    "String.Format",
    "sprintf",
    "fmt.Sprint",
    "format!",
    "std.format!",
    "util.format",
    "Kernel.format",
    "Kernel.sprintf",
];

/// Calls that join their arguments as parts of a path.
pub(crate) const PATH_JOINS: &[&str] = &[
    "urllib.parse.urljoin",
    "urljoin",
    "url.JoinPath",
    "path.Join",
    "path.join",
    "url.resolve",
    "URI.join",
    "posixpath.join",
    "url-join",
];

/// Functions of projects that join the parts of a path with slashes, by the names that everyone gives them, in lower case
/// and without `_`.
const OWN_PATH_JOINS: &[&str] = &[
    "mkpath",
    "joinpath",
    "joinpaths",
    "pathjoin",
    "joinurl",
    "joinurls",
    "urljoin",
    "joinurlpath",
    "joinurlpaths",
    "joinuri",
    "combinepath",
    "combinepaths",
    "combineurl",
    "combineurls",
    "concatpath",
    "concatpaths",
];

/// Whether a function is named after joining paths.
pub(crate) fn joins_paths(name: &str) -> bool {
    let mut lower = name.to_ascii_lowercase();
    lower.retain(|letter| letter != '_');
    OWN_PATH_JOINS.contains(&lower.as_str())
}

/// Whether `text` looks like the name of an environment variable.
pub(crate) fn is_variable_name(text: &str) -> bool {
    text.len() >= 3
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Whether configuration lookups by method name alone count in a language: PHP's `config('x')`, Ruby none.
pub(crate) fn is_configuration_function(language: Language, callee: &str) -> bool {
    language == Language::Php && callee == "config"
}
