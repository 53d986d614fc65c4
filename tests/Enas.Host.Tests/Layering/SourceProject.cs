using System.Reflection;
using Enas.Backends.Cpu;
using Enas.Backends.Torch;
using Enas.Host.Settings;
using Enas.Pipeline.Ports;

namespace Enas.Host.Tests.Layering;

/// <summary>A project of <c>src</c>: its name is the namespace that its folders' namespaces begin with.</summary>
internal sealed record SourceProject(string Name, Assembly Assembly)
{
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        new("Enas.Pipeline", typeof(IEventLog).Assembly),
        new("Enas.Storage", typeof(SearchFolder).Assembly),
        new("Enas.Backends.Cpu", typeof(CpuBackend).Assembly),
        new("Enas.Backends.Torch", typeof(TorchBackend).Assembly),
        new("Enas.Host", typeof(HostSettings).Assembly),
    ];

    /// <summary>The name of what lies in no folder of the project.</summary>
    public const string Root = "(root)";

    public static SourceProject Of(string name) => All.Single(project => project.Name == name);

    /// <summary>Full path of something in the repository.</summary>
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Enas.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests run inside the repository");
        }

        return Path.Combine([folder.FullName, .. parts]);
    }

    /// <summary>The folder that a namespace stands for, with <c>/</c>; null for a namespace of somebody else.</summary>
    public string? FolderOf(string? space) =>
        space == Name ? Root
        : space?.StartsWith(Name + ".", StringComparison.Ordinal) == true ? space[(Name.Length + 1)..].Replace('.', '/')
        : null;

    /// <summary>Its files of C#, without what a build writes.</summary>
    public IEnumerable<string> Files()
    {
        var root = PathOf("src", Name);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);
    }
}
