namespace Enas.Backends.Cpu.Threads;

/// <summary>Cuts ranges into parts by arithmetic alone.</summary>
internal static class StaticSplit
{
    /// <summary>Range of one part of <paramref name="count"/> elements, cut at multiples of <paramref name="granule"/>.</summary>
    public static (int Start, int End) Range(int count, int granule, int part, int parts)
    {
        var granules = (count + granule - 1) / granule;
        var start = (int)((long)granules * part / parts) * granule;
        var end = (int)((long)granules * (part + 1) / parts) * granule;
        return (Math.Min(start, count), Math.Min(end, count));
    }

    /// <summary><see cref="Range(int,int,int,int)"/> for long ranges.</summary>
    public static (long Start, long End) Range(long count, int granule, int part, int parts)
    {
        var granules = (count + granule - 1) / granule;
        var start = granules * part / parts * granule;
        var end = granules * (part + 1) / parts * granule;
        return (Math.Min(start, count), Math.Min(end, count));
    }
}
