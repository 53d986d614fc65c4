using System.Runtime.InteropServices;

namespace Enas.Host.Cli;

/// <summary>
/// Whether this process may open as many files as it needs. Below that the runtime cannot load the program's own parts any more, at
/// whatever moment it comes to the next one, and ends the process with a crash; so it is asked first, by nothing but calls into
/// the C library.
/// </summary>
internal static partial class OpenFileLimit
{
    /// <summary>What verbs were seen to need, twice: the program's own parts, the runtime's, a search's files.</summary>
    public const ulong Least = 256;

    private const int LinuxNumber = 7;
    private const int MacNumber = 8;
    private const int StandardError = 2;
    private const int LongestNumber = 20;

    /// <summary>Says on standard error that the limit is too low.</summary>
    /// <returns>Whether it is.</returns>
    public static unsafe bool IsTooLow()
    {
        var number = OperatingSystem.IsLinux() ? LinuxNumber : OperatingSystem.IsMacOS() ? MacNumber : 0;
        var limits = stackalloc ulong[2];
        if (number == 0 || Limit(number, limits) != 0 || limits[0] >= Least)
        {
            return false;
        }

        Write("enas: this process may open only "u8);
        Write(limits[0]);
        Write(" files at a time, and enas needs "u8);
        Write(Least);
        Write(". Raise the limit, for this shell with: ulimit -n 1024\nNothing was started.\n"u8);
        return true;
    }

    // Not by the console or by formatting: both may be a part that can no longer be loaded.
    private static unsafe void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            _ = Write(StandardError, start, (nuint)text.Length);
        }
    }

    private static void Write(ulong value)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        var first = LongestNumber;
        do
        {
            digits[--first] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value > 0);
        Write(digits[first..]);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int Limit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nuint count);
}
