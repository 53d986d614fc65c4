using System.Globalization;

namespace Enas.Pipeline.Work;

/// <summary>Whether the engine answers. Where it does not, people are told, at once and then now and then; and one that never answered is
/// given up, since its address may be wrong. One that did is waited for, however long it is away.</summary>
/// <param name="say">Hears it, a line each.</param>
/// <param name="patience">How long an engine that never answered is tried; infinite for ever.</param>
/// <param name="time">The time of that.</param>
internal sealed class EngineWatch(Action<string> say, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan s_betweenWords = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private bool _hasAnswered;
    private long? _since;
    private long _said;

    /// <summary>It answered.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            _hasAnswered = true;
            if (_since is not null)
            {
                _since = null;
                say("the engine answers again");
            }
        }
    }

    /// <summary>It did not do what it was asked.</summary>
    /// <param name="fault">What it said, or what is said of it.</param>
    /// <exception cref="WorkUnavailableException">It never answered, and the patience is over.</exception>
    public void Away(WorkUnavailableException fault)
    {
        lock (_gate)
        {
            _hasAnswered |= fault.IsAnswer;
            if (_since is not { } since)
            {
                _since = _said = time.GetTimestamp();
                say($"{fault.Message}; it is waited for");
                return;
            }

            var away = time.GetElapsedTime(since);
            if (!_hasAnswered && patience != Timeout.InfiniteTimeSpan && away >= patience)
            {
                var seconds = away.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                throw new WorkUnavailableException($"{fault.Message}; it never answered in {seconds} s: start it, or correct --engine; "
                    + "then the same command, or enas resume, goes on", fault);
            }

            if (time.GetElapsedTime(_said) >= s_betweenWords)
            {
                _said = time.GetTimestamp();
                say(string.Create(CultureInfo.InvariantCulture, $"{fault.Message}; it is waited for since {away.TotalMinutes:0} min"));
            }
        }
    }
}
