using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Enas.SideBySide;

/// <summary>Finds libtorch where it is: <c>ENAS_LIBTORCH</c>, else the NuGet cache that the build saw.</summary>
internal static class LibTorch
{
    // Each needs those before it.
    private static readonly string[] s_libraries = ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>Loads the libraries once for the whole process. TorchSharp's own library finds them by name afterwards.</summary>
    /// <exception cref="DllNotFoundException">They are absent, or the C++ library is too old for them; the message says which.</exception>
    public static void Load()
    {
        var folder = Environment.GetEnvironmentVariable("ENAS_LIBTORCH") ?? typeof(LibTorch).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LibTorchFolder").Value!;
        if (!File.Exists(Path.Combine(folder, "libtorch_cpu.so")))
        {
            throw new DllNotFoundException($"libtorch is not in {folder}; restore the package libtorch-cpu-linux-x64 or set ENAS_LIBTORCH");
        }

        foreach (var name in s_libraries)
        {
            NativeLibrary.Load(Path.Combine(folder, name));
        }

        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
        {
            var file = Path.Combine(folder, name.EndsWith(".so", StringComparison.Ordinal) ? name : $"lib{name}.so");
            return File.Exists(file) ? NativeLibrary.Load(file) : 0;
        };
    }
}
