using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Host.Readings;

/// <summary>The last architectures that were sampled, in order, as many as a display looks at.</summary>
internal sealed class RecentTokens : IProjection
{
    private const int Most = 1000;

    private readonly Queue<string> _tokens = new();

    public IReadOnlyCollection<string> Tokens => _tokens;

    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row.EventType == ArchitectureSampled.Name && recorded.Happened is ArchitectureSampled sampled)
        {
            _tokens.Enqueue(sampled.Tokens);
            if (_tokens.Count > Most)
            {
                _tokens.Dequeue();
            }
        }
    }
}
