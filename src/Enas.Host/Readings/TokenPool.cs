namespace Enas.Host.Readings;

/// <summary>The texts of architectures, each once: a long search samples the same ones again and again, and a log has each anew.</summary>
internal sealed class TokenPool
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>How many different ones there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The one text that is equal; an empty one for none.</summary>
    public string Of(string? tokens)
    {
        if (tokens is null)
        {
            return string.Empty;
        }

        if (_texts.TryGetValue(tokens, out var known))
        {
            return known;
        }

        _texts.Add(tokens);
        return tokens;
    }
}
