using System.Runtime.InteropServices;

namespace Enas.Backends.Cpu.Memory;

/// <summary>
/// Memory outside the managed heap. Large pieces ask Linux for large pages: matrices are walked across their rows, and with pages of
/// 4 KiB the address translation costs up to a fifth of a product (docs/decisions/0005). Where that is refused nothing else changes.
/// </summary>
internal static unsafe partial class NativePages
{
    private const nuint Alignment = 64;
    private const nuint LargePage = 2 << 20;
    private const int AdviseHugePages = 14;

    private static readonly bool s_canAdvise = OperatingSystem.IsLinux();

    /// <summary>Uninitialised memory, aligned to a cache line at least. Never null.</summary>
    public static byte* Allocate(long bytes)
    {
        if (!s_canAdvise || (nuint)bytes < LargePage)
        {
            return (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        }

        var size = ((nuint)bytes + LargePage - 1) & ~(LargePage - 1);
        var data = (byte*)NativeMemory.AlignedAlloc(size, LargePage);
        _ = Advise(data, size, AdviseHugePages);
        return data;
    }

    /// <summary>Gives memory of <see cref="Allocate"/> back.</summary>
    public static void Free(void* data) => NativeMemory.AlignedFree(data);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
