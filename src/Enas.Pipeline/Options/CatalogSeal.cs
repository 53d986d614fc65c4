namespace Enas.Pipeline.Options;

/// <summary>Closes the catalogs once somebody has read all that is in them: what is added later would be in some answers only.</summary>
internal static class CatalogSeal
{
    private static volatile bool s_isClosed;

    /// <summary>Closes the catalogs.</summary>
    public static void Close() => s_isClosed = true;

    /// <summary>Refuses what comes too late.</summary>
    /// <exception cref="InvalidOperationException">The catalogs are closed.</exception>
    public static void RequireOpen(string name)
    {
        if (s_isClosed)
        {
            throw new InvalidOperationException(
                $"\"{name}\" comes too late: the tables of options were made already. Add it before a job is read, first of all");
        }
    }
}
