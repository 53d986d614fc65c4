using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Access;
using Enas.Host.Service;
using Enas.Host.Settings;
using Enas.Host.Telemetry;
using Enas.Pipeline.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Enas.Host.Verbs.Serve;

/// <summary>Serves until a signal, then drains.</summary>
internal static class ServeVerb
{
    /// <summary>The variable by which systemd, or whoever stands in for it, says where it is to be told that the
    /// service is ready.</summary>
    private const string NotifySocket = "NOTIFY_SOCKET";

    /// <summary>Serves.</summary>
    /// <param name="options">What.</param>
    /// <param name="storage">How searches are kept.</param>
    /// <param name="logFormat">The format of the log, or null for what the settings say.</param>
    /// <param name="time">Its clock; the system's when left out.</param>
    public static async Task<int> RunAsync(ServeOptions options, StorageOptions storage, string? logFormat, TimeProvider? time = null)
    {
        using var only = Lock(options.Root);
        using var meter = new SearchMeter();
        using var prometheus = new PrometheusText();
        using var export = TelemetryExport.Start(prometheus);
        using var host = Build(options, storage, meter, prometheus, logFormat, time ?? TimeProvider.System);
        HostLogging.WarnOfEndpoint(host.Services);
        FireLedger.Prepare(options.Root, host.Services.GetRequiredService<ILogger<FireLedger>>());
        var dispatcher = host.Services.GetRequiredService<Dispatcher>();
        ServiceMeasurements.Observe(meter, () => dispatcher.Status);
        using var limit = StopLimit.Watch(host.Services.GetRequiredService<IHostApplicationLifetime>(),
            options.StopWithin, host.Services.GetRequiredService<ILogger<StopLimit>>());
        StopEarly(host.Services.GetRequiredService<IHostApplicationLifetime>());
        await host.RunAsync();
        await (dispatcher.ExecuteTask ?? Task.CompletedTask); // The host stops when it fails, and would call that an end like any other.

        return ExitCodes.Stopped;
    }

    /// <summary>A signal that came before the lifetime listened, that of systemd too.</summary>
    private static void StopEarly(IHostApplicationLifetime lifetime) => lifetime.ApplicationStarted.Register(() =>
    {
        if (EarlyStop.Take())
        {
            lifetime.StopApplication();
        }
    });

    /// <summary>One service to an output folder; the system lets go of the lock with the process, whatever ends it.</summary>
    private static FileStream Lock(string root)
    {
        var path = Path.Combine(OwnFolder.Create(OwnFolder.Of(root)), "serve.lock");
        OwnFolder.Require(OwnFolder.LogsOf(root));
        if (FileNames.KindOf(path, followLinks: false) is not (FileKind.Regular or FileKind.Absent) and var kind)
        {
            throw new StoreException(
                $"{path} is {RegularFile.WordsOf(kind)} and must be a regular file of the service's own: move it away.");
        }

        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new AlreadyServedException(root);
        }
    }

    private static IHost Build(
        ServeOptions options, StorageOptions storage, SearchMeter meter, PrometheusText prometheus, string? logFormat, TimeProvider time)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "enas" });
        HostSettings.AddTo(builder.Configuration);
        AddLifetimeAndLogging(builder, logFormat);

        // A step may take long, and systemd has a limit of its own.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => Ledger(options.Root));
        builder.Services.AddSingleton(new ServiceChecks(options.Root, storage));
        builder.Services.AddSingleton(meter);
        builder.Services.AddSingleton(prometheus);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<FireRecorder>();
        builder.Services.AddSingleton<CronTriggers>();
        TriggerStore.AddTo(builder.Services, options.Root);
        builder.Services.AddSingleton<RunningFires>();
        builder.Services.AddSingleton<Dispatcher>();
        if (options.HasPages)
        {
            builder.Services.AddSingleton(PagesOf);
        }

        builder.Services.AddHostedService<HealthEndpoint>(); // First: without its address the service does not start.
        builder.Services.AddHostedService(services => services.GetRequiredService<Dispatcher>());
        return builder.Build();
    }

    private static IServicePages PagesOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<ServeOptions>();
        var log = services.GetRequiredService<ILogger<IServicePages>>();
        var token = options.TokenFile is { } file ? UiToken.OfFile(file) : ServiceToken.Of(options.Root);
        log.ShowingPages(ListenAddress.Url(options.Listen, options.PageHosts), options.TokenFile ?? ServiceToken.PathOf(options.Root));
        return new ServicePages(new DashboardApp(new DashboardOptions
        {
            Roots = [options.Root],
            Log = log,
            Access = new AccessRules
            {
                Hosts = AllowedHosts.Of([ListenAddress.HostOf(options.Listen) ?? "localhost", .. options.PageHosts]),
                HostCommand = "enas serve --allow-host NAME",
                NoActions = options.ArePagesReadOnly ? "the service was started with --read-only: its pages have no actions" : null,
                Token = token,
                ReadingNeedsToken = !ListenAddress.IsLoopback(options.Listen) || options.TokenFile is not null,
            },
            Service = new ServedService
            {
                Jobs = options.Jobs,
                Root = options.Root,
                Status = () => services.GetRequiredService<Dispatcher>().Status,
                CanAct = !options.ArePagesReadOnly,
                Log = log,
            },
        }, services.GetRequiredService<TimeProvider>()));
    }

    private static void AddLifetimeAndLogging(HostApplicationBuilder builder, string? logFormat)
    {
        var isNotifying = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NotifySocket));
        HostLogging.AddTo(builder, LogLevel.Information, logFormat, isNotifying
            ? ConsoleFormatterNames.Systemd : ConsoleFormatterNames.Simple);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);

        // What it would log with a stack ends the service with a word and an exit code.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, StopSignals>());
        if (isNotifying)
        {
            builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            builder.Services.AddSingleton<IHostLifetime, SystemdLifetime>(); // The last one counts.
        }
    }

    private static FireLedger Ledger(string root)
    {
        var ledger = new FireLedger(root);
        ledger.Mark();
        return ledger;
    }
}
