using Enas.Host.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Enas.Host.Tests.Composition;

/// <summary>Who has the last word on how a host logs.</summary>
public sealed class HostLoggingTests
{
    [Theory]
    [InlineData(null, null, "simple")]
    [InlineData("json", null, "json")]
    [InlineData(null, "json", "json")]
    [InlineData("json", "simple", "simple")]
    public void Option_is_over_settings(string? setting, string? option, string format) =>
        Assert.Equal(format, Format(setting, option, ConsoleFormatterNames.Simple));

    [Theory]
    [InlineData(null, "systemd")]
    [InlineData("json", "json")]
    public void Settings_are_over_what_the_surroundings_would_have(string? setting, string format) =>
        Assert.Equal(format, Format(setting, null, ConsoleFormatterNames.Systemd));

    private static string? Format(string? setting, string? option, string otherwise)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Logging:Console:FormatterName", setting)]);
        HostLogging.AddTo(builder, LogLevel.Warning, option, otherwise);
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
    }
}
