using System.Runtime.InteropServices;

namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>
/// Floats between two pages that nobody may touch: whoever reads or writes before the first or, at the other placement, beyond the last
/// of them ends the process. What lies between the floats and the other page is a pattern that <see cref="CheckSurroundings"/> looks at.
/// Linux only, which is where the tests run.
/// </summary>
internal sealed unsafe class GuardedFloats : IDisposable
{
    private const int PageBytes = 1 << 12;
    private const uint Pattern = 0x7fbadbad; // a NaN, so that a sum that reads it shows it

    private readonly byte* _mapping;
    private readonly nuint _bytes;
    private readonly float* _first;
    private readonly nint _room;
    private readonly int _count;

    /// <summary><paramref name="count"/> floats that end at the page after them, or begin at the page before them.</summary>
    public GuardedFloats(int count, bool atEnd)
    {
        var pages = (((nuint)count * sizeof(float)) + PageBytes - 1) / PageBytes;
        _bytes = (pages + 2) * PageBytes;
        var mapping = Map(0, _bytes, ReadWrite, PrivateAnonymous, -1, 0);
        _mapping = (byte*)mapping;
        if (mapping == -1 || Protect(mapping, PageBytes, None) != 0 || Protect((nint)(_mapping + _bytes - PageBytes), PageBytes, None) != 0)
        {
            throw new InvalidOperationException("mmap or mprotect failed");
        }

        (_room, _count) = ((nint)(pages * PageBytes / sizeof(float)), count);
        _first = (float*)(_mapping + PageBytes);
        new Span<uint>(_first, (int)_room).Fill(Pattern);
        Data = atEnd ? _first + _room - count : _first;
    }

    /// <summary>The first float. At the end placement it is aligned to four bytes only.</summary>
    public float* Data { get; }

    /// <summary>The floats.</summary>
    public Span<float> Values => new(Data, _count);

    /// <summary>Fails when something was written beside the floats.</summary>
    public void CheckSurroundings()
    {
        var before = new ReadOnlySpan<uint>(_first, (int)(Data - _first));
        var after = new ReadOnlySpan<uint>(Data + _count, (int)(_first + _room - Data) - _count);
        Assert.False(before.ContainsAnyExcept(Pattern), "something was written before the first element");
        Assert.False(after.ContainsAnyExcept(Pattern), "something was written behind the last element");
    }

    public void Dispose() => _ = Unmap((nint)_mapping, _bytes);

    private const int None = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    [DllImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nuint length);
}
