using Xunit.Sdk;

namespace Enas.Backends.Cpu.Tests.Fuzz;

/// <summary>The canaries sing.</summary>
public sealed unsafe class GuardedMatrixTests
{
    [Theory]
    [InlineData(true, -1), InlineData(false, 14), InlineData(false, 4), InlineData(true, 9)]
    public void A_write_beside_the_elements_is_found(bool atEnd, int place)
    {
        // 3 x 4 with gaps of 1: elements 0-3, 5-8 and 10-13; 4 and 9 are gaps, -1 and 14 lie outside.
        using var matrix = new GuardedMatrix(3, 4, 1, atEnd, "x");
        matrix.CheckGaps();
        matrix.Data[place] = 1f;
        Assert.ThrowsAny<XunitException>(matrix.CheckGaps);
    }

    [Theory]
    [InlineData(true, 0), InlineData(false, 0), InlineData(true, 8), InlineData(false, 13)]
    public void A_write_to_an_element_is_not(bool atEnd, int place)
    {
        using var matrix = new GuardedMatrix(3, 4, 1, atEnd, "x");
        matrix.Data[place] = 1f;
        matrix.CheckGaps();
    }
}
