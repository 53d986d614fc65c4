using Enas.Host.Cli;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Verbs.Ui;

/// <summary>Warnings as remarks on a terminal, for a program that has no log.</summary>
internal sealed class RemarkLogger(Terminal terminal) : ILogger
{
    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc />
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            terminal.Remark("enas: " + formatter(state, exception));
        }
        catch (IOException)
        {
            // Nobody reads it, and whoever asked is answered all the same.
        }
    }
}
