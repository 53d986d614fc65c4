namespace Enas.Pipeline.Search;

/// <summary>A sequence that is drawn once, as far as somebody asks.</summary>
internal sealed class RememberedTexts(IEnumerable<string> source)
{
    private readonly List<string> _drawn = [];
    private readonly IEnumerator<string> _rest = source.GetEnumerator();

    /// <summary>The sequence from its beginning.</summary>
    public IEnumerable<string> All()
    {
        for (var i = 0; i < _drawn.Count || Draw(); i++)
        {
            yield return _drawn[i];
        }
    }

    private bool Draw()
    {
        if (!_rest.MoveNext())
        {
            return false;
        }

        _drawn.Add(_rest.Current);
        return true;
    }
}
