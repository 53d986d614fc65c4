using System.Runtime.InteropServices;

namespace Enas.Host.Composition;

/// <summary>
/// Begins <c>enas ui</c> anew with the code that was compiled ahead, and nothing compiled a second time. The runtime compiles a method
/// again, better, once it was called thirty times: right for a search, whose loops run for hours. What shows a search on the same machine
/// runs for some milliseconds of each second, and the compiler took most of them (docs/decisions/0039). The runtime reads this setting
/// when a process begins and at no other time.
/// </summary>
internal static partial class CodeAsCompiled
{
    private const string Setting = "DOTNET_TieredCompilation";

    // And threads of the pool that wait for the next news do not spin meanwhile.
    private static ReadOnlySpan<byte> More => "DOTNET_TieredCompilation=0\0DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0\0"u8;

    /// <summary>Does not return where the process began anew: same number, same command line, same files. Whoever has said what is to be
    /// compiled again is left alone, and so is every other verb and every system but Linux.</summary>
    public static void BeginAgain(IReadOnlyList<string> arguments)
    {
        if (!OperatingSystem.IsLinux() || arguments.Count == 0 || arguments[0] != "ui"
            || Environment.GetEnvironmentVariable(Setting) is not null)
        {
            return;
        }

        try
        {
            // As bytes: a name of a folder need not be UTF-8.
            var surroundings = File.ReadAllBytes("/proc/self/environ");
            Become(File.ReadAllBytes("/proc/self/cmdline"), [.. surroundings, .. More]);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Then it goes on as it is: it takes more of the processor and is otherwise the same.
        }
    }

    /// <summary>Replaces this process; returns where the system refuses that.</summary>
    /// <param name="arguments">Texts, each with a zero at its end.</param>
    /// <param name="surroundings">Names with values, in the same form.</param>
    private static unsafe void Become(byte[] arguments, byte[] surroundings)
    {
        fixed (byte* firstArgument = arguments, firstSetting = surroundings)
        fixed (byte* file = "/proc/self/exe\0"u8)
        fixed (nint* argumentList = Starts(firstArgument, arguments), settingList = Starts(firstSetting, surroundings))
        {
            _ = Execute(file, argumentList, settingList);
        }
    }

    /// <summary>Where each text begins, and the zero that ends such a list.</summary>
    private static unsafe nint[] Starts(byte* block, byte[] texts)
    {
        var starts = new List<nint>();
        for (var at = 0; at < texts.Length; at += texts.AsSpan(at).IndexOf((byte)0) + 1)
        {
            starts.Add((nint)(block + at));
        }

        return [.. starts, 0];
    }

    [LibraryImport("libc", EntryPoint = "execve")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Execute(byte* file, nint* arguments, nint* surroundings);
}
