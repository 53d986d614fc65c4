using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Enas.Host.Tests.Cli;

/// <summary>The tool that is installed is compiled ahead of time, but for the kernels, which are compiled for the processor that they run
/// on; a build is not.</summary>
public sealed class InstalledToolTests
{
    [Theory]
    [InlineData("enas.dll", true)]
    [InlineData("Enas.Pipeline.dll", true)]
    [InlineData("Enas.Storage.dll", true)]
    [InlineData("Enas.Backends.Cpu.dll", false)]
    public void What_is_shipped_is_compiled_ahead_of_time(string name, bool isCompiled)
    {
        using var file = new PEReader(File.OpenRead(PathOf(name)));
        Assert.Equal(isCompiled && EnasProcess.IsInstalled, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    /// <summary>The hooks by which tests kill a process at a chosen point are in the assembly of these tests, and neither in what is
    /// shipped nor in a build: neither types nor variables.</summary>
    [Fact]
    public void No_assembly_of_the_program_has_hooks_for_tests()
    {
        string[] folders = [Path.GetDirectoryName(PathOf("enas.dll"))!, AppContext.BaseDirectory];
        string[] names = ["enas.dll", "Enas.Pipeline.dll", "Enas.Storage.dll", "Enas.Backends.Cpu.dll", "Enas.Backends.Torch.dll"];
        Assert.All(folders, folder => Assert.All(names, name => Assert.Empty(HooksOf(Path.Combine(folder, name)))));
        string[] hooks = ["ENAS_ACKNOWLEDGED", "ENAS_FAILPOINT", "ENAS_IGNORE_LOCK", "Failpoint", "FailpointFileSystem", "FaultHooks"];
        Assert.Superset(
            hooks.ToHashSet(), HooksOf(typeof(InstalledToolTests).Assembly.Location).ToHashSet());
    }

    private static string PathOf(string name)
    {
        var program = new FileInfo(EnasProcess.Program);
        var target = (program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName;
        return Path.Combine(Path.GetDirectoryName(target)!, name);
    }

    private static List<string> HooksOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(type => metadata.GetString(metadata.GetTypeDefinition(type).Name));
        return [.. types.Concat(UserStrings(metadata)).Where(IsHook).Order(StringComparer.Ordinal)];
    }

    private static bool IsHook(string name) => name.StartsWith("Failpoint", StringComparison.Ordinal)
        || name is "FaultHooks" or "StartupHook" or "ENAS_FAILPOINT" or "ENAS_ACKNOWLEDGED" or "ENAS_IGNORE_LOCK";

    private static IEnumerable<string> UserStrings(MetadataReader metadata)
    {
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            yield return metadata.GetUserString(handle);
        }
    }
}
