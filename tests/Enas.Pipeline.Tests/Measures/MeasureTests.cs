using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Tests.Measures;

/// <summary>When two measures are the same.</summary>
public sealed class MeasureTests
{
    [Fact]
    public void Measures_are_the_same_by_name_and_direction()
    {
        var f1 = Measure.Custom("f1", MeasureDirection.Higher);
        Assert.Equal(f1, Measure.Custom("f1", MeasureDirection.Higher, worst: 0));
        Assert.True(f1 == Measure.Custom("f1", MeasureDirection.Higher));
        Assert.Equal(f1.GetHashCode(), Measure.Custom("f1", MeasureDirection.Higher).GetHashCode());
        Assert.True(f1 != Measure.Custom("f1", MeasureDirection.Lower));
        Assert.NotEqual(f1, Measure.Custom("f2", MeasureDirection.Higher));
        Assert.False(f1 == null);
        Assert.Equal(Measure.Accuracy, Measure.Custom("accuracy", MeasureDirection.Higher));
    }

    [Fact]
    public void What_is_better_is_a_word()
    {
        Assert.Equal(("higher", "lower"), (Measure.Accuracy.Better, Measure.Perplexity.Better));
        Assert.Equal("lower", Measure.Custom("error", MeasureDirection.Lower).Better);
    }
}
