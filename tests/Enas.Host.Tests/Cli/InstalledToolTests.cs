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

    /// <summary>A build has the hooks by which tests kill a process at a chosen point, and what is shipped does not: neither
    /// types nor variables.</summary>
    [Fact]
    public void What_is_shipped_has_no_hooks_for_tests()
    {
        Assert.Equal(!EnasProcess.IsInstalled, HooksOf(PathOf("Enas.Storage.dll")).Count > 0);
        Assert.Equal(
            ["ENAS_ACKNOWLEDGED", "ENAS_FAILPOINT", "ENAS_IGNORE_LOCK", "Failpoint", "FailpointFile", "FailpointFileSystem"],
            HooksOf(Path.Combine(AppContext.BaseDirectory, "Enas.Storage.dll")));
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

    private static bool IsHook(string name) =>
        name.StartsWith("Failpoint", StringComparison.Ordinal) || name is "ENAS_FAILPOINT" or "ENAS_ACKNOWLEDGED" or "ENAS_IGNORE_LOCK";

    private static IEnumerable<string> UserStrings(MetadataReader metadata)
    {
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            yield return metadata.GetUserString(handle);
        }
    }
}
