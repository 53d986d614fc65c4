using System.Reflection.PortableExecutable;

namespace Enas.Host.Tests.Cli;

/// <summary>The tool that is installed is compiled ahead of time, but for the kernels, which are compiled for the processor that they run on; a build is not.</summary>
public sealed class InstalledToolTests
{
    [Theory]
    [InlineData("enas.dll", true)]
    [InlineData("Enas.Pipeline.dll", true)]
    [InlineData("Enas.Storage.dll", true)]
    [InlineData("Enas.Backends.Cpu.dll", false)]
    public void WhatIsShippedIsCompiledAheadOfTime(string name, bool isCompiled)
    {
        var program = new FileInfo(EnasProcess.Program);
        var folder = (program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName;
        using var file = new PEReader(File.OpenRead(Path.Combine(Path.GetDirectoryName(folder)!, name)));
        Assert.Equal(isCompiled && EnasProcess.IsInstalled, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }
}
