using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Service;
using Enas.Host.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Verbs.Serve;

/// <summary>Serves until a signal, then drains.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(ServeOptions options)
    {
        using var ledger = new FireLedger(options.Root);
        using var only = Lock(options.Root);
        using var meter = new SearchMeter();
        using var prometheus = new PrometheusText();
        using var export = TelemetryExport.Start(prometheus);
        using var host = Build(options, ledger, meter, prometheus);
        var dispatcher = host.Services.GetRequiredService<Dispatcher>();
        ServiceMeasurements.Observe(meter, () => dispatcher.Status);
        await host.RunAsync();
        await (dispatcher.ExecuteTask ?? Task.CompletedTask); // The host stops when the loop fails, and would call that an end like any other.
        return ExitCodes.Stopped;
    }

    /// <summary>One service to an output folder; the system lets go of the lock with the process, whatever ends it.</summary>
    private static FileStream Lock(string root)
    {
        var path = Path.Combine(FireLedger.FolderOf(root), "serve.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CommandLineException($"another enas serve has {root}");
        }
    }

    private static IHost Build(ServeOptions options, FireLedger ledger, SearchMeter meter, PrometheusText prometheus)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "enas" });
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan); // A step may take long, and systemd has a limit of its own.
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, StopSignals>());
        if (SystemdHelpers.IsSystemdService())
        {
            builder.Services.AddSystemd();
        }

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(ledger);
        builder.Services.AddSingleton(meter);
        builder.Services.AddSingleton(prometheus);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FireRecorder>();
        builder.Services.AddSingleton<CronTriggers>();
        TriggerStore.AddTo(builder.Services, options.Root);
        builder.Services.AddSingleton<Dispatcher>();
        builder.Services.AddHostedService<HealthEndpoint>(); // First: without its address the service does not start.
        builder.Services.AddHostedService(services => services.GetRequiredService<Dispatcher>());
        return builder.Build();
    }
}
