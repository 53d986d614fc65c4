using Enas.Pipeline.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enas.Storage.Runs;

/// <summary>Enas in a host of one's own.</summary>
public static class EnasHostExtensions
{
    /// <summary>Adds <see cref="SearchService"/>, computed by one backend.</summary>
    /// <param name="builder">The application that is being put together.</param>
    /// <param name="backend">The backend: <c>CpuBackend.Kind</c> of the package Enas.Backends.Cpu.</param>
    /// <param name="configure">Settings over those of the section <c>Enas</c>; null for none.</param>
    public static IHostApplicationBuilder AddEnas(
        this IHostApplicationBuilder builder, IBackendKind backend, Action<EnasOptions>? configure = null) =>
        builder.AddEnas([backend], configure);

    /// <summary>Adds <see cref="SearchService"/>, computed by one of several backends, of which one is exact.</summary>
    /// <param name="builder">The application that is being put together.</param>
    /// <param name="backends">The backends; the first is taken where the settings name none.</param>
    /// <param name="configure">Settings over those of the section <c>Enas</c>; null for none.</param>
    public static IHostApplicationBuilder AddEnas(
        this IHostApplicationBuilder builder, IReadOnlyList<IBackendKind> backends, Action<EnasOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<EnasOptions>().Bind(builder.Configuration.GetSection("Enas"));
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        builder.Services.AddSingleton(services => new SearchService(
            backends,
            services.GetRequiredService<IOptions<EnasOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SearchService>>(),
            services.GetRequiredService<IHostApplicationLifetime>()));
        return builder;
    }
}
