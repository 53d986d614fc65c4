using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Enas.Backends.Torch;

/// <summary>
/// Finds libtorch and loads it, once per process: <c>ENAS_LIBTORCH</c>, the application's folder, the NuGet cache. Nothing here touches
/// TorchSharp, whose types must not be initialised before.
/// </summary>
internal static partial class TorchLibrary
{
    /// <summary>The version that TorchSharp was built for.</summary>
    public const string Version = "2.10.0";

    /// <summary>Names a folder with a libtorch that the user has, for example <c>torch/lib</c> of a Python installation.</summary>
    public const string Variable = "ENAS_LIBTORCH";

    private const string TorchSharpVersion = "0.107.0";
    private const string Main = "libtorch_cpu.so";
    private const string Native = "runtimes/linux-x64/native";
    private const int ResolveNow = 2;
    private const int Visible = 0x100;

    // Each needs those before it; what a build for the CPU does not have is passed over.
    private static readonly string[] s_libraries = ["libc10.so", Main, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lock s_lock = new();
    private static string? s_loadedFrom;

    /// <summary>Loads it, if that has not happened yet.</summary>
    /// <returns>The folder that it was loaded from.</returns>
    /// <exception cref="BackendUnavailableException">It is absent, or this system's libraries are too old for it; the message
    /// has the cure.</exception>
    public static string Load()
    {
        lock (s_lock)
        {
            return s_loadedFrom ??= LoadFrom(Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, PackageRoot()));
        }
    }

    /// <summary>The folder with libtorch.</summary>
    /// <param name="given">Value of <see cref="Variable"/>, or null; when it is given, nothing else is looked at.</param>
    /// <param name="application">The application's folder.</param>
    /// <param name="packages">The NuGet cache.</param>
    /// <exception cref="BackendUnavailableException">There is none.</exception>
    internal static string Find(string? given, string application, string packages)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return File.Exists(Path.Combine(given, Main))
                ? given : throw new BackendUnavailableException($"{Variable} is {given}, and there is no {Main} in it");
        }

        string[] places = [application,
            Path.Combine(application, Native), Path.Combine(packages, "libtorch-cpu-linux-x64", Version, Native)];
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, Main))) ?? throw new BackendUnavailableException(
            $"libtorch is not on this machine: {Main} is in none of {string.Join(", ", places)}. "
                + $"Set {Variable} to a folder that has it (torch/lib of a Python PyTorch "
                + $"{Version}), or restore the package libtorch-cpu-linux-x64 {Version}; or use --backend cpu, which needs none");
    }

    /// <summary>What an error of the system's loader means.</summary>
    internal static BackendUnavailableException Explain(string file, string message) => new(
        message.Contains("GLIBC", StringComparison.Ordinal)
            ? $"libtorch cannot be loaded: this system's C++ library is too old, it needs GLIBCXX_3.4.32 "
                + $"(GCC 13: Debian 13, Ubuntu 24.04). On Debian 12 run: eng/libtorch. Or use --backend cpu, which needs none. ({message})"
            : $"libtorch cannot be loaded from {file}: {Reason(message)}. Another "
                + $"one can be named with {Variable}; or use --backend cpu, which needs none");

    /// <summary>Whether a libtorch is of the version that TorchSharp was built for. There is no other that it can be used with: it binds to
    /// C++, which changes with each.</summary>
    /// <param name="folder">Where it lies, for the message.</param>
    /// <param name="version">Its version as <c>major &lt;&lt; 56 | minor &lt;&lt; 48 | patch &lt;&lt; 40</c>; null when it cannot be asked
    /// for it, as those before 2.9.</param>
    /// <exception cref="BackendUnavailableException">It is not; the message names both versions.</exception>
    internal static void RequireVersion(string folder, ulong? version)
    {
        var wanted = System.Version.Parse(Version);
        if (version is null || (int)(version >> 56) != wanted.Major || (int)(version >> 48 & 0xff) != wanted.Minor)
        {
            var found = version is null ? "older than 2.9" : $"version {version >> 56}.{version >> 48 & 0xff}.{version >> 40 & 0xff}";
            throw new BackendUnavailableException(
                $"the libtorch of {folder} is {found}, and TorchSharp {TorchSharpVersion} "
                    + $"can only be used with {wanted.Major}.{wanted.Minor}. Set {Variable} to one of that "
                    + $"version, or unset it to use the package libtorch-cpu-linux-x64 {Version}; or use --backend cpu, which needs none");
        }
    }

    // .NET puts advice about tools before what the loader said.
    private static string Reason(string message) =>
        message[(message.LastIndexOf("variable:", StringComparison.Ordinal) is var at and >= 0 ? at + "variable:".Length : 0)..].Trim();

    private static string PackageRoot() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string LoadFrom(string folder)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new BackendUnavailableException("the torch backend runs on Linux x64 only; use --backend cpu");
        }

        // Its OpenMP has a name of its own in every build.
        string[] files = [.. Directory.EnumerateFiles(folder, "libgomp*.so*").Order(StringComparer.Ordinal),
            .. s_libraries.Select(name => Path.Combine(folder, name))];
        foreach (var file in files.Where(File.Exists))
        {
            var library = LoadOne(file);
            if (Path.GetFileName(file) == Main)
            {
                RequireVersion(folder, VersionOf(library));
            }
        }

        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => Resolve(folder, name);
        LoadWhole(Bridge()
            ?? throw new BackendUnavailableException("libLibTorchSharp.so is missing beside this program; build it again"), folder);
        return folder;
    }

    // TorchSharp's own library, which is copied with the program.
    private static string? Bridge()
    {
        string[] places = [AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, Native), Path.Combine(PackageRoot(), "torchsharp", TorchSharpVersion, Native)];
        return places.Select(place => Path.Combine(place, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
    }

    private static unsafe ulong? VersionOf(nint library) =>
        NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var version) ? ((delegate* unmanaged<ulong>)version)() : null;

    // Symbol by symbol, at once: one that is missing would otherwise end the process when it is first called.
    private static void LoadWhole(string bridge, string folder)
    {
        if (Open(bridge, ResolveNow | Visible) == 0)
        {
            throw Explain(folder, Marshal.PtrToStringUTF8(LastError()) ?? "unknown");
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint LastError();

    private static nint LoadOne(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Explain(file, e.Message);
        }
    }

    private static nint Resolve(string folder, string name)
    {
        var file = Path.Combine(folder, name.EndsWith(".so", StringComparison.Ordinal) ? name : $"lib{name}.so");
        return File.Exists(file) ? NativeLibrary.Load(file)
            : name.Contains("LibTorchSharp", StringComparison.Ordinal) && Bridge() is { } bridge ? NativeLibrary.Load(bridge) : 0;
    }
}
