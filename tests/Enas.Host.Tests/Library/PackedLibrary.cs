using System.Diagnostics;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Layering;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Library;

/// <summary>
/// The four packages, packed from what was built, and the samples of the library, built from them in a folder with nothing else. It takes
/// some seconds, once for all tests: it is what a user does first.
/// </summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    public static readonly IReadOnlyList<string> Names = ["Enas.Pipeline", "Enas.Storage", "Enas.Backends.Cpu", "Enas.Backends.Torch"];

    private const string PackageFolder = "NUGET_PACKAGES";

    private readonly WorkFolder _work = new();

    /// <summary>Where the packages are.</summary>
    public string Packages => Path.Combine(_work.Root, "feed");

    /// <summary>The fresh folder.</summary>
    public string Folder => Path.Combine(_work.Root, "fresh");

    /// <summary>A working directory beside it, with the small jobs.</summary>
    public WorkFolder Work => _work;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Names.Select(name => DotnetAsync(_work.Root,
            "pack", SourceProject.PathOf("src", name, name + ".csproj"), "-c", "Release", "--no-build", "-o", Packages, "-v", "quiet")));
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(SourceProject.PathOf("samples", "library")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        // Its own packages go into the folder, so that none of an earlier build is taken; those of others are where they are restored to.
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><add key="restored" value="{LinkOthers()}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{Packages}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="Enas.*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        await DotnetAsync(Folder, "build", "-c", "Release", "-v", "quiet");
    }

    public ValueTask DisposeAsync()
    {
        _work.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts the samples with arguments; gives what they print.</summary>
    public Task<string> RunAsync(params string[] arguments) =>
        DotnetAsync(Folder, [Path.Combine(Folder, "bin", "Release", "net10.0", "Library.dll"), .. arguments]);

    /// <summary>A folder of links to the packages of others that this machine has; a package of Enas may be among them there.</summary>
    private string LinkOthers()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable(PackageFolder) ?? Path.Combine(home, ".nuget", "packages");
        var others = Directory.CreateDirectory(Path.Combine(_work.Root, "others")).FullName;
        var names = Directory.GetDirectories(cache).Select(path => Path.GetFileName(path));
        foreach (var name in names.Where(name => !name.StartsWith("enas.", StringComparison.Ordinal)))
        {
            Directory.CreateSymbolicLink(Path.Combine(others, name), Path.Combine(cache, name));
        }

        return others;
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It would take the place of the folder that nuget.config names.
        start.Environment.Remove(PackageFolder);
        using var process = ProcessStarts.Start(start);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await error}");
        return await output;
    }
}
