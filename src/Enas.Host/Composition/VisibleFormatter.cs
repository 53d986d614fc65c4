using Enas.Pipeline.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Enas.Host.Composition;

/// <summary>
/// A console format whose messages are all visible: they hold names of files and jobs that somebody else chose, which may hold commands for
/// a terminal and lines that look like other messages.
/// </summary>
internal sealed class VisibleFormatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name)
{
    private const int LongestMessage = 10_000;

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var format = logEntry.Formatter;
        inner.Write(
            new LogEntry<TState>(logEntry.LogLevel, logEntry.Category, logEntry.EventId,
                logEntry.State, logEntry.Exception, (state, error) => ForeignText.Shown(format(state, error), LongestMessage)),
            scopeProvider,
            textWriter);
    }

    /// <summary>Puts itself before every format that is registered.</summary>
    public static void Install(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { ServiceType: var type, ImplementationType: { } formatter } && type == typeof(ConsoleFormatter))
            {
                services[i] = ServiceDescriptor.Singleton<ConsoleFormatter>(provider =>
                    new VisibleFormatter((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, formatter)));
            }
        }
    }
}
