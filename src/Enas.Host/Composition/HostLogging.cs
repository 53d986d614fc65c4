using Enas.Host.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Enas.Host.Composition;

/// <summary>
/// How a host logs: to standard error, in lines for people or in JSON. The <c>Logging</c> section of its settings says more, and so do the
/// variables <c>Logging__...</c> of every .NET host. With an OTLP endpoint the messages go there too.
/// </summary>
internal static class HostLogging
{
    /// <summary>The formats by the names of an option.</summary>
    public static IReadOnlyDictionary<string, string> Formats { get; } = new Dictionary<string, string>
    {
        ["text"] = ConsoleFormatterNames.Simple,
        ["json"] = ConsoleFormatterNames.Json,
        ["systemd"] = ConsoleFormatterNames.Systemd,
    };

    /// <summary>Adds it to a host whose settings are in its configuration.</summary>
    /// <param name="minimum">What is logged where the settings do not say it.</param>
    /// <param name="format">The console's format, over all settings; null for what they say.</param>
    /// <param name="otherwise">The format where nothing says it.</param>
    public static void AddTo(HostApplicationBuilder builder,
        LogLevel minimum, string? format = null, string otherwise = ConsoleFormatterNames.Simple)
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables("Logging__").Build();
        builder.Logging.SetMinimumLevel(minimum);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConfiguration(variables);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(text => text.SingleLine = true);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
            (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddConsole();
        VisibleFormatter.Install(builder.Services);
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
            console.FormatterName = format ?? console.FormatterName ?? otherwise);
        if (TelemetrySource.AreLogsExported)
        {
            // In a host the exporter asks its configuration, not the environment.
            builder.Configuration.AddInMemoryCollection(TelemetrySource.Variables());
            TelemetryExport.AddTo(builder.Logging);
        }
    }

    /// <summary>Says that what is asked for cannot be exported, where that is so.</summary>
    public static void WarnOfEndpoint(IServiceProvider services)
    {
        if (TelemetrySource.EndpointFault(Environment.GetEnvironmentVariable(TelemetrySource.Endpoint)) is { } fault)
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Enas.Host.Telemetry").NotExported(fault);
        }
    }
}
