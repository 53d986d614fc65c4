using System.Runtime.InteropServices;

namespace Enas.Backends.Cpu.Tests;

/// <summary>
/// Floats between two pages that may not be touched: reading or writing beyond the end ends the test process. The start is as
/// unaligned as the count makes it, with NaN between it and the first page.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtNone = 0;
    private const int ProtReadWrite = 3;
    private const int MapPrivateAnonymous = 0x22;

    private readonly nint _map;
    private readonly nuint _bytes;
    private readonly long _before;

    public GuardedMemory(ReadOnlySpan<float> values)
    {
        var page = (nuint)Environment.SystemPageSize;
        var inside = (((nuint)values.Length * sizeof(float)) + page - 1) / page * page;
        _bytes = inside + (2 * page);
        _map = Map(0, _bytes, ProtReadWrite, MapPrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _map);
        Assert.Equal(0, Protect(_map, page, ProtNone));
        Assert.Equal(0, Protect(_map + (nint)(page + inside), page, ProtNone));
        _before = ((long)inside / sizeof(float)) - values.Length;
        Data = (float*)(_map + (nint)page) + _before;
        Count = values.Length;
        new Span<float>(Data - _before, (int)_before).Fill(float.NaN);
        values.CopyTo(Values);
    }

    /// <summary>The first float; the last one is the last of its page.</summary>
    public float* Data { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The floats.</summary>
    public Span<float> Values => new(Data, Count);

    /// <summary>Whether nothing has been written below the start.</summary>
    public bool IsIntact => !new ReadOnlySpan<float>(Data - _before, (int)_before).ContainsAnyExcept(float.NaN);

    public void Dispose() => Assert.Equal(0, Unmap(_map, _bytes));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
