using Enas.Host.Settings;
using Enas.Host.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Composition;

/// <summary>The generic host behind every verb that computes: configuration, logging, lifetime.</summary>
internal static class EnasHost
{
    /// <summary>A host whose lifetime ends with Ctrl+C or SIGTERM.</summary>
    public static IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = "enas" });
        HostSettings.AddTo(builder.Configuration);
        HostLogging.AddTo(builder, LogLevel.Warning);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, StopSignals>());
        builder.Services.Configure<HostSettings>(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SearchTelemetry>();
        builder.Services.AddSingleton<SearchRunner>();
        builder.Services.AddSingleton<TrainingRunner>();
        builder.Services.AddSingleton<ResumeRunner>();
        builder.Services.AddSingleton<ForkRunner>();
        var host = builder.Build();
        HostLogging.WarnOfEndpoint(host.Services);
        return host;
    }
}
