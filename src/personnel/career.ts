/** What the file shows of a career. */
export { careerOf } from '../career/career'
