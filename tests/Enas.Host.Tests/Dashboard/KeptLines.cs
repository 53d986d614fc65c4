using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A log whose lines are kept.</summary>
internal sealed class KeptLines : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Told of each line.</summary>
    public Action Told { get; init; } = () => { };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue(formatter(state, exception));
        Told();
    }
}
