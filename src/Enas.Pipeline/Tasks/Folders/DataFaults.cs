namespace Enas.Pipeline.Tasks.Folders;

/// <summary>
/// The faults of a data folder, collected so that whoever has to mend it sees all at once and not one after each attempt.
/// </summary>
internal sealed class DataFaults
{
    private readonly List<string> _lines = [];
    private DataErrorKind _kind = DataErrorKind.NotFound;

    public bool Any => _lines.Count > 0;

    public bool Contains(string line) => _lines.Contains(line);

    public void Add(string line)
    {
        _kind = DataErrorKind.Unusable;
        _lines.Add(line);
    }

    public void Add(DataException error)
    {
        _kind = error.Kind == DataErrorKind.Unusable ? DataErrorKind.Unusable : _kind;
        _lines.AddRange(error.Faults);
    }

    /// <summary>What a read gives, or null where it fails; the failure is kept.</summary>
    public T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DataException error)
        {
            Add(error);
            return null;
        }
    }

    /// <exception cref="DataException">There were any.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new DataException(_kind, [.. _lines]);
        }
    }
}
